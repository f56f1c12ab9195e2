import { EventEmitter, once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { Certificate } from './certificate.js'

export interface Received {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** How a receiver behaves towards one request; where it has none left, it answers 200. */
export type Behaviour =
  | { readonly answer: number; readonly headers?: Record<string, string>; readonly body?: string | Buffer }
  /** Never answers. */
  | 'hang'
  /** Reads the request and resets the connection. */
  | 'reset'
  /** Resets it before it has read the request. */
  | 'reset-early'
  /** Says so, and a length, sends a part of it, and breaks off. */
  | { readonly breakOff: number }
  /** Says so, sends a part of it, and never the rest. */
  | { readonly stall: number }
  | { readonly lateMs: number; readonly answer: number }
  /** Not HTTP at all. */
  | { readonly raw: string | Buffer }

export interface Receiver extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`, or https. */
  readonly url: string
  readonly port: number
  readonly received: readonly Received[]
  /** What it does next, one for each request. */
  will(...behaviours: readonly Behaviour[]): void
  /** What it does whenever it has nothing to do next. */
  always(behaviour: Behaviour): void
  /** Connections that are open now. */
  readonly connections: number
  /** How many there have been. */
  readonly accepted: number
  /** Resolves when so many requests have come. */
  until(count: number): Promise<void>
}

export interface ReceiverOptions {
  readonly tls?: Certificate
  /** 0 is a free one. */
  readonly port?: number
}

/** A real HTTP server that fails in every way it is asked to. */
export async function startReceiver({ tls, port = 0 }: ReceiverOptions = {}): Promise<Receiver> {
  const received: Received[] = []
  const next: Behaviour[] = []
  const sockets = new Set<Socket>()
  let fallback: Behaviour = { answer: 200 }
  let accepted = 0
  const arrivals = new EventEmitter()

  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const behaviour = next.shift() ?? fallback
    if (behaviour === 'reset-early') return void request.socket.resetAndDestroy()
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    received.push({ path: request.url!, headers: request.headers, body: Buffer.concat(chunks).toString() })
    arrivals.emit('request')
    behave(behaviour, response)
  }
  const onRequest = (request: IncomingMessage, response: ServerResponse) => {
    response.on('error', () => {})
    // A sender that goes away in the middle is nothing to the receiver.
    take(request, response).catch(() => {})
  }
  const server = tls === undefined ? createServer(onRequest) : createSecureServer(tls, onRequest)
  server.on('connection', (socket) => {
    accepted += 1
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const bound = (server.address() as AddressInfo).port
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${bound}`,
    port: bound,
    received,
    will: (...behaviours) => void next.push(...behaviours),
    always: (behaviour) => {
      fallback = behaviour
    },
    get connections() {
      return sockets.size
    },
    get accepted() {
      return accepted
    },
    async until(count) {
      while (received.length < count) await once(arrivals, 'request')
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function behave(behaviour: Behaviour, response: ServerResponse): void {
  const socket = response.socket!
  if (behaviour === 'hang') return
  if (behaviour === 'reset' || behaviour === 'reset-early') return void socket.resetAndDestroy()
  if ('raw' in behaviour) return void socket.end(behaviour.raw)
  if ('breakOff' in behaviour) {
    response.writeHead(behaviour.breakOff, { 'content-length': '100' })
    response.write('{"half', () => socket.destroy())
  } else if ('stall' in behaviour) {
    response.writeHead(behaviour.stall, { 'content-length': '100' }).write('{"half')
  } else if ('lateMs' in behaviour) {
    setTimeout(() => response.writeHead(behaviour.answer).end(), behaviour.lateMs)
  } else {
    response.writeHead(behaviour.answer, behaviour.headers).end(behaviour.body)
  }
}
