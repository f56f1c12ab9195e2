import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createServer as createSecureServer } from 'node:tls'
import type { Certificate } from './certificate.js'

/** How a receiver behaves towards one connection; where it has none left, it reads to the end and closes. */
export type SyslogBehaviour =
  /** Reads everything and never closes. */
  | 'hang'
  /** Reads everything and resets. */
  | 'reset'
  /** Reads nothing and closes at once, as one with too many sessions does. */
  | 'turn-away'
  /** The same from so far that what was sent is still on its way when it closes. */
  | 'turn-away-afar'
  /** Reads a little, then closes with the rest unread. */
  | 'read-little'
  /** Accepts and reads nothing at all, ever. */
  | 'deaf'
  | { readonly lateMs: number }

export interface SyslogReceiver extends AsyncDisposable {
  /** `tcp://127.0.0.1:PORT`, or tls. */
  readonly url: string
  /** The messages of each connection that was read to its end. */
  readonly received: readonly (readonly string[])[]
  /** Connections that their senders have not ended. */
  readonly connections: number
  will(...behaviours: readonly SyslogBehaviour[]): void
}

/** A real server of octet-counted syslog (RFC 6587), which takes a frame at its word. */
export async function startSyslogReceiver(tls?: Certificate): Promise<SyslogReceiver> {
  const received: string[][] = []
  const next: SyslogBehaviour[] = []
  const open = new Set<Socket>()
  const sending = new Set<Socket>()

  const take = (socket: Socket) => {
    const behaviour = next.shift()
    socket.on('error', () => {})
    if (behaviour === 'turn-away') return void socket.end()
    if (behaviour === 'deaf') return
    if (behaviour === 'turn-away-afar') {
      socket.resume()
      setTimeout(() => socket.end(), 10)
      return
    }
    const chunks: Buffer[] = []
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      if (behaviour === 'read-little') socket.destroy()
    })
    socket.on('end', () => {
      sending.delete(socket)
      received.push(framesIn(Buffer.concat(chunks)))
      if (behaviour === 'hang') return
      if (behaviour === 'reset') socket.resetAndDestroy()
      else if (typeof behaviour === 'object') setTimeout(() => socket.end(), behaviour.lateMs)
      else socket.end()
    })
  }
  const server =
    tls === undefined
      ? createServer({ allowHalfOpen: true }, take)
      : createSecureServer({ ...tls, allowHalfOpen: true }, take)
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    sending.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => {
      open.delete(socket)
      sending.delete(socket)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `${tls === undefined ? 'tcp' : 'tls'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    get connections() {
      return sending.size
    },
    will: (...behaviours) => void next.push(...behaviours),
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Frames by their octet counts; a count that does not fit what follows is an error. */
export function framesIn(bytes: Buffer): string[] {
  const frames: string[] = []
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at)
    const count = bytes.toString('latin1', at, space)
    if (!/^[1-9]\d*$/.test(count)) throw new Error(`"${count.slice(0, 40)}" is no count of octets`)
    const end = space + 1 + Number(count)
    if (end > bytes.length) throw new Error('The last frame is cut off')
    frames.push(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(space + 1, end)))
    at = end
  }
  return frames
}
