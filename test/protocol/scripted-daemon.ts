import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { codecFor } from '#protocol/codec.js'
import type { ClientMessage, Hello, ServerMessage } from '#protocol/message.js'

export interface Peer {
  readonly socket: WebSocket
  readonly authorization: string | undefined
  send(message: ServerMessage): void
  /** What the client asked for, in order. */
  readonly asked: ClientMessage[]
}

const HELLO: Hello = {
  version: 1,
  daemon: 'test',
  trail: 't',
  epoch: 'e',
  role: 'owner',
  workspace: 'w',
  first: 1,
  last: 9,
  events: 9,
}

interface Script {
  readonly hello?: Partial<Hello> | 'none'
  /** Called with each connection, before its hello. */
  readonly connected?: (peer: Peer) => void
  readonly asked?: (peer: Peer, message: ClientMessage) => void
}

/** A real WebSocket server that does what a test tells it. */
export class ScriptedDaemon implements AsyncDisposable {
  readonly peers: Peer[] = []

  private constructor(
    readonly http: Server,
    readonly url: string,
    readonly socketPath: string | undefined,
  ) {}

  static async listen(script: Script, socketPath?: string): Promise<ScriptedDaemon> {
    const http = createServer()
    http.listen(socketPath ?? { port: 0, host: '127.0.0.1' })
    await once(http, 'listening')
    const url =
      socketPath === undefined ? `ws://127.0.0.1:${(http.address() as AddressInfo).port}` : `unix:${socketPath}`
    const daemon = new ScriptedDaemon(http, url, socketPath)
    new WebSocketServer({ server: http, path: '/ws' }).on('connection', (socket, request) => {
      const codec = codecFor(socket.protocol)
      const peer: Peer = {
        socket,
        authorization: request.headers.authorization,
        send: (message) => socket.send(codec.encode(message)),
        asked: [],
      }
      daemon.peers.push(peer)
      socket.on('message', (data, isBinary) => {
        const message = codec.decode(isBinary ? (data as Buffer) : String(data), 1 << 20) as ClientMessage
        peer.asked.push(message)
        script.asked?.(peer, message)
      })
      script.connected?.(peer)
      if (script.hello !== 'none') peer.send({ hello: { ...HELLO, ...script.hello } })
    })
    return daemon
  }

  /** Breaks every connection without a word. */
  hangUp(): void {
    for (const { socket } of this.peers) socket.terminate()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.hangUp()
    this.http.closeAllConnections()
    await new Promise((resolve) => this.http.close(resolve))
  }
}
