import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Random } from './random.js'

/** A request as it came, and whether it was answered as taken. */
export interface Arrival {
  readonly headers: IncomingMessage['headers']
  readonly body: string
  readonly isTaken: boolean
}

export interface MoodyReceiver extends AsyncDisposable {
  readonly url: string
  /** In the order in which they had come whole. */
  readonly arrivals: readonly Arrival[]
}

/** In a mood for none of these a request is taken. */
const MOODS = ['error', 'too-many', 'too-many-wait', 'reset', 'reset-early', 'cut-answer', 'hang', 'late'] as const

/** A real HTTP server that takes some requests and fails the others in every way; takes all where `badness` is 0. */
export async function startMoodyReceiver(random: Random, badness: number): Promise<MoodyReceiver> {
  const arrivals: Arrival[] = []
  const sockets = new Set<Socket>()

  const onRequest = async (request: IncomingMessage, response: ServerResponse) => {
    const mood = random.next() < badness ? random.pick(MOODS) : undefined
    if (mood === 'reset-early') return void request.socket.resetAndDestroy()
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const isTaken = mood === undefined || mood === 'late'
    arrivals.push({ headers: request.headers, body: Buffer.concat(chunks).toString(), isTaken })
    switch (mood) {
      case 'error':
        return void response.writeHead(500).end('no')
      case 'too-many':
        return void response.writeHead(429).end()
      case 'too-many-wait':
        return void response.writeHead(429, { 'retry-after': '1' }).end()
      case 'reset':
        return void request.socket.resetAndDestroy()
      case 'cut-answer':
        response.writeHead(200, { 'content-length': '100' }).write('half')
        return void setTimeout(() => request.socket.resetAndDestroy(), 10)
      case 'hang':
        return
      case 'late':
        return void setTimeout(() => response.end(), 200)
      default:
        response.end()
    }
  }
  const server = createServer((request, response) => {
    response.on('error', () => {})
    // A daemon that is killed in the middle is nothing to the receiver.
    onRequest(request, response).catch(() => {})
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrivals,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((closed) => server.close(closed))
    },
  }
}
