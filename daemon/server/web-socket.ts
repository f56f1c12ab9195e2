import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { TrailError } from '../../protocol/error.js'
import { CLOSE_CODES, SUBPROTOCOLS, TOKEN_SUBPROTOCOL_PREFIX } from '../../protocol/message.js'
import { REQUESTS } from '../../protocol/request.js'
import { authenticate, expiredCaller } from '../access/authenticate.js'
import type { Caller } from '../access/caller.js'
import type { Origin } from '../access/origin.js'
import type { Refusals } from '../access/refusals.js'
import type { Tokens } from '../access/tokens.js'
import { originOf } from './origin-of.js'
import { refuseRaw } from './raw-answer.js'
import type { Peer, Session } from './session.js'

export const WEB_SOCKET_PATH = '/ws'

export interface WebSocketOptions {
  readonly tokens: Tokens
  readonly refusals: Refusals
  readonly corsOrigins: () => readonly string[]
  readonly stopping: AbortSignal
  readonly isUnixSocket: (request: IncomingMessage) => boolean
  readonly maxFrameBytes: number
  /** Between two pings; a peer that has neither answered one nor taken any data by the next is dead. */
  readonly pingIntervalMs: number
  /** Rejects where it cannot be said yet what the caller may see. */
  readonly serve: (client: WebSocketClient) => Promise<Session>
}

export interface WebSocketClient {
  readonly peer: Peer
  readonly subprotocol: string
  readonly caller: Caller
  readonly origin: Origin
}

export interface WebSocketDoor {
  /** Takes over a connection that asked for an upgrade. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  readonly clients: number
  /** Says goodbye to everybody. Resolves when all are gone. */
  close(): Promise<void>
}

const OURS = new Set<string>(Object.values(SUBPROTOCOLS))
const unauthorized = () => new TrailError('unauthorized', 'Cannot answer: there is no valid token')
const GOODBYE_MS = 1000
/** RFC 6455, section 5.5: a control frame has 125 bytes, two of them the code. */
const MAX_REASON_BYTES = 123

export function createWebSocketDoor(options: WebSocketOptions): WebSocketDoor {
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: options.maxFrameBytes,
    handleProtocols: chooseSubprotocol,
  })

  /** What keeps the peer out, told by a close code: browsers see no HTTP status. */
  function refusalOf(
    request: IncomingMessage,
    caller: Caller | undefined,
  ): readonly [code: number, reason: string] | undefined {
    if (caller === undefined) return [CLOSE_CODES.unauthorized, 'there is no valid token']
    if (!Object.values(REQUESTS).some(({ roles }) => (roles as readonly string[]).includes(caller.role))) {
      return [CLOSE_CODES.forbidden, `the role ${caller.role} may ask nothing`]
    }
    const offered = offeredBy(request)
    if (offered.length > 0 && !offered.some((name) => OURS.has(name))) {
      return [CLOSE_CODES.version, `expected one of ${[...OURS].join(', ')}`]
    }
    return undefined
  }

  async function welcome(webSocket: WebSocket, request: IncomingMessage, caller: Caller | undefined): Promise<void> {
    webSocket.on('error', () => webSocket.terminate())
    const refusal = refusalOf(request, caller)
    if (refusal !== undefined || caller === undefined) {
      const [code, reason] = refusal!
      if (caller !== undefined && code === CLOSE_CODES.forbidden)
        refused(request, new TrailError('forbidden', `Cannot answer: ${reason}`), caller)
      goodbye(webSocket, code, reason)
      return
    }

    // Until there is somebody to receive it, what the client sends waits in the network.
    webSocket.pause()
    const { protocol: subprotocol } = webSocket
    const origin = originOf(request, options.isUnixSocket(request))
    let session: Session
    try {
      session = await options.serve({ peer: peerOf(webSocket), subprotocol, caller, origin })
    } catch {
      goodbye(webSocket, CLOSE_CODES.goingAway, 'the daemon cannot read the trail just now')
      return
    }
    const stopWatching = watch(webSocket, options.pingIntervalMs)
    const revoked = () => {
      // What it still sends before the connection is gone is not done.
      session.close()
      goodbye(webSocket, CLOSE_CODES.unauthorized, String(caller.revoked.reason))
    }
    caller.revoked.addEventListener('abort', revoked)
    webSocket.on('message', (data: RawData, isBinary: boolean) =>
      session.receive(isBinary ? (data as Buffer) : String(data)),
    )
    const closed = () => {
      stopWatching()
      caller.revoked.removeEventListener('abort', revoked)
      session.close()
    }
    webSocket.once('close', closed)
    if (webSocket.readyState === webSocket.CLOSED) closed()
    if (caller.revoked.aborted) revoked()
    webSocket.resume()
  }

  const credentials = (request: IncomingMessage) => ({
    socket: options.isUnixSocket(request),
    authorization: request.headers.authorization,
    subprotocols: subprotocolsOf(request),
  })
  const refused = (request: IncomingMessage, error: TrailError, caller?: Caller): TrailError => {
    const expired = caller === undefined ? expiredCaller(options.tokens, credentials(request)) : undefined
    return options.refusals.refuse(error, {
      ...originOf(request, options.isUnixSocket(request)),
      at: `GET ${request.url?.split('?', 1)[0]}`,
      ...(caller !== undefined && { caller }),
      ...(expired !== undefined && { expired }),
    })
  }
  const refuse = (request: IncomingMessage, socket: Duplex, error: TrailError, caller?: Caller) =>
    refuseRaw(socket, refused(request, error, caller))

  return {
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy())
      if (options.stopping.aborted)
        return refuseRaw(socket, new TrailError('unavailable', 'Cannot answer: the daemon is stopping'))
      const caller = authenticate(options.tokens, credentials(request))
      if (request.url?.split('?', 1)[0] !== WEB_SOCKET_PATH) {
        if (caller === undefined) return refuse(request, socket, unauthorized())
        const message = `Cannot upgrade the connection: only ${WEB_SOCKET_PATH} is a WebSocket`
        return refuseRaw(socket, new TrailError('not-found', message))
      }
      const { origin } = request.headers
      if (origin !== undefined && !options.corsOrigins().includes(origin))
        return refuse(request, socket, new TrailError('forbidden', 'Cannot answer: this origin may not'), caller)
      if (caller === undefined) {
        const error = refused(request, unauthorized())
        if (error.type === 'rate-limited') return refuseRaw(socket, error)
      }
      return server.handleUpgrade(request, socket, head, (webSocket) => void welcome(webSocket, request, caller))
    },
    get clients() {
      return server.clients.size
    },
    async close() {
      await Promise.all(
        [...server.clients].map((client) => {
          const gone = new Promise<void>((resolve) => client.once('close', resolve))
          goodbye(client, CLOSE_CODES.goingAway, 'the daemon is stopping')
          return gone
        }),
      )
    },
  }
}

/** Where none of ours was offered the first is taken, so that the handshake succeeds and the close code can be seen. */
function chooseSubprotocol(offered: Set<string>): string | false {
  const candidates = [...offered].filter((name) => !name.startsWith(TOKEN_SUBPROTOCOL_PREFIX))
  return candidates.find((name) => OURS.has(name)) ?? candidates[0] ?? false
}

const subprotocolsOf = ({ headers }: IncomingMessage) =>
  (headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

const offeredBy = (request: IncomingMessage) =>
  subprotocolsOf(request).filter((name) => !name.startsWith(TOKEN_SUBPROTOCOL_PREFIX))

function peerOf(webSocket: WebSocket): Peer {
  return {
    send: (frame) =>
      new Promise((resolve, reject) => webSocket.send(frame, (error) => (error ? reject(error) : resolve()))),
    close: (code, reason) => goodbye(webSocket, code, reason),
  }
}

/** Closes, and does not wait for ever for the other end to agree. */
function goodbye(webSocket: WebSocket, code: number, reason: string): void {
  webSocket.close(code, cut(reason))
  const timer = setTimeout(() => webSocket.terminate(), GOODBYE_MS)
  webSocket.once('close', () => clearTimeout(timer))
}

function watch(webSocket: WebSocket, intervalMs: number): () => void {
  let alive = true
  let waiting = 0
  webSocket.on('pong', () => {
    alive = true
  })
  const timer = setInterval(() => {
    // A slow reader gets a ping only behind the data it still has to take: taking that is a sign of life.
    if (!alive && webSocket.bufferedAmount === waiting) return webSocket.terminate()
    alive = false
    waiting = webSocket.bufferedAmount
    webSocket.ping()
  }, intervalMs)
  return () => clearInterval(timer)
}

function cut(reason: string): string {
  const bytes = Buffer.from(reason)
  return bytes.length <= MAX_REASON_BYTES
    ? reason
    : `${bytes
        .subarray(0, MAX_REASON_BYTES - 6)
        .toString()
        .replace(/\ufffd+$/, '')}…`
}
