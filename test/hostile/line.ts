import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'

export interface Target {
  readonly port: number
  /** Tokens of a client that means harm. */
  readonly ingest: string
  readonly auditor: string
}

/** How often each code was the answer: an error's type, a status of HTTP, `closed 4429`. */
export type Answers = Record<string, number>

/** Goes on until it is told to end. */
export type Attack = (target: Target, end: AbortSignal, answers: Answers) => Promise<void>

const note = (answers: Answers, code: string) => {
  answers[code] = (answers[code] ?? 0) + 1
}

/** A connection that notes every answer of HTTP that comes on it. */
export function raw({ port }: Target, end: AbortSignal, answers: Answers): Socket {
  const socket = connect(port, '127.0.0.1')
  socket.setNoDelay(true)
  socket.on('error', () => {})
  socket.on('data', (bytes) => {
    const text = bytes.toString('latin1')
    for (const [, status] of text.matchAll(/HTTP\/1\.1 (\d{3})/g)) note(answers, status!)
    for (const [, type] of text.matchAll(/"type":"([a-z-]+)","message/g)) note(answers, type!)
  })
  socket.once('close', () => note(answers, 'closed'))
  end.addEventListener('abort', () => socket.destroy(), { once: true })
  return socket
}

export const opened = (socket: Socket) => (socket.connecting ? either(socket, 'connect') : Promise.resolve())

/** Writes again and again, at the pace at which it is taken. */
export async function pour(socket: Socket, chunk: () => Buffer | string, end: AbortSignal): Promise<void> {
  await opened(socket)
  while (!end.aborted && !socket.destroyed) {
    if (!socket.write(chunk())) await either(socket, 'drain')
    else await sleep(0)
  }
}

/** Resolves when this happens, or the socket is closed; at once where it is closed already. */
function either(socket: Socket, event: string): Promise<void> {
  if (socket.destroyed) return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      socket.off(event, done).off('close', done)
      resolve()
    }
    socket.once(event, done).once('close', done)
  })
}

export const head = (method: string, path: string, token: string | undefined, headers: string) =>
  `${method} ${path} HTTP/1.1\r\nhost: x\r\n${token === undefined ? '' : `authorization: Bearer ${token}\r\n`}${headers}\r\n`

export const times = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i))

/** Makes another when one has ended, so many at a time. */
export async function always(count: number, end: AbortSignal, once: () => Promise<void>): Promise<void> {
  await Promise.all(
    times(count, async () => {
      while (!end.aborted) {
        await once()
        await sleep(1)
      }
    }),
  )
}

export async function post(
  target: Target,
  path: string,
  headers: string,
  body: Buffer,
  end: AbortSignal,
  answers: Answers,
) {
  const socket = raw(target, end, answers)
  await opened(socket)
  socket.write(head('POST', path, target.ingest, `content-length: ${body.length}\r\n${headers}connection: close\r\n`))
  socket.write(body)
  await closed(socket)
}

export const closed = (socket: Socket) => either(socket, 'close')

/** A WebSocket that notes errors by their type, and how it was closed. */
export async function webSocket({ port, auditor }: Target, end: AbortSignal, answers: Answers): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, { headers: { authorization: `Bearer ${auditor}` } })
  socket.on('error', () => {})
  socket.on('message', (data) => {
    const [, type] = /"error":\{"type":"([a-z-]+)"/.exec(String(data).slice(0, 100)) ?? []
    note(answers, type ?? 'answered')
  })
  socket.on('close', (code) => note(answers, `closed ${code}`))
  end.addEventListener('abort', () => socket.terminate(), { once: true })
  await new Promise<void>((resolve) => socket.once('open', resolve).once('close', () => resolve()))
  return socket
}

/** A WebSocket whose frames are made by hand. */
export async function framed(target: Target, end: AbortSignal, answers: Answers): Promise<Socket> {
  const socket = raw(target, end, answers)
  await opened(socket)
  const key = randomBytes(16).toString('base64')
  const upgrade = `upgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: ${key}\r\n`
  socket.write(head('GET', '/ws', target.auditor, upgrade))
  await either(socket, 'data')
  // A close frame with its code in front of the reason.
  socket.on('data', (bytes) => {
    const [, reason] = /(too-many-requests|rate-limited|Too many|fragments)/.exec(bytes.toString('latin1')) ?? []
    if (reason !== undefined) note(answers, reason)
    for (let at = 0; at + 3 < bytes.length; at++) {
      if (bytes[at] === 0x88 && bytes[at + 1]! >= 2 && bytes[at + 1]! <= 125) {
        const code = bytes.readUInt16BE(at + 2)
        if ((code >= 1000 && code < 1016) || code === 4429) note(answers, `closed ${code}`)
      }
    }
  })
  return socket
}

/** Masked with zeros, which changes nothing. */
export function frame(opcode: number, payload: Buffer, isLast = true): Buffer {
  const { length } = payload
  const size = length < 126 ? Buffer.from([0x80 | length]) : Buffer.from([0xfe, length >> 8, length & 0xff])
  return Buffer.concat([Buffer.from([(isLast ? 0x80 : 0) | opcode]), size, Buffer.alloc(4), payload])
}

export const repeated = (bytes: Buffer, count: number) => Buffer.concat(times(count, () => bytes))
export const ask = (id: number, method: string, params: object) => Buffer.from(JSON.stringify({ id, method, params }))

/** What an attacker does, and the answers of which one must come. */
export interface Attacking {
  readonly attack: Attack
  readonly answers: readonly string[]
}
