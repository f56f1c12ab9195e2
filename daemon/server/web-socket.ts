import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { type RawData, type WebSocket, WebSocketServer } from 'ws'
import { TrailError } from '../../protocol/error.js'
import { CLOSE_CODES } from '../../protocol/message.js'
import { REQUESTS } from '../../protocol/request.js'
import { authenticate, expiredCaller } from '../access/authenticate.js'
import type { Caller } from '../access/caller.js'
import type { Origin } from '../access/origin.js'
import type { Refusals } from '../access/refusals.js'
import type { Tokens } from '../access/tokens.js'
import type { Clients } from './clients.js'
import { originOf } from './origin-of.js'
import { refuseRaw } from './raw-answer.js'
import type { Peer, Session } from './session.js'
import { chooseSubprotocol, OURS, offeredBy, subprotocolsOf } from './subprotocols.js'

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
  readonly clients: Clients
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

const unauthorized = () => new TrailError('unauthorized', 'Cannot answer: there is no valid token')
const GOODBYE_MS = 1000
/** Longer, and a ping of ours would find the client dead. */
const MAX_PAUSE_MS = 2000
/** Of one message. */
const MAX_FRAGMENTS = 64
const MAX_CHUNKS = 4096
/** RFC 6455, section 5.5: a control frame has 125 bytes, two of them the code. */
const MAX_REASON_BYTES = 123

export function createWebSocketDoor(options: WebSocketOptions): WebSocketDoor {
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: options.maxFrameBytes,
    ...{ maxFragments: MAX_FRAGMENTS, maxBufferedChunks: MAX_CHUNKS, autoPong: false },
    // One message, ping or pong in a turn of the event loop: between those of a flood the others have theirs.
    allowSynchronousEvents: false,
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
    const { pace } = options.clients.of(caller)
    const count = (answer: () => void) => {
      const waitMs = pace?.waitMs() ?? 0
      pace?.take(1)
      if (waitMs > 0) pause(webSocket, sleep(MAX_PAUSE_MS / 2, undefined, { ref: false }))
      else answer()
    }
    webSocket.on('ping', (data: Buffer) => count(() => webSocket.pong(data)))
    webSocket.on('pong', () => count(() => {}))
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

function peerOf(webSocket: WebSocket): Peer {
  return {
    send: (frame) =>
      new Promise((resolve, reject) => webSocket.send(frame, (error) => (error ? reject(error) : resolve()))),
    close: (code, reason) => goodbye(webSocket, code, reason),
    pause: (until) => pause(webSocket, until),
  }
}

/** What the client sends waits in the network, and so slows it down. */
function pause(webSocket: WebSocket, until: Promise<unknown>): void {
  if (webSocket.isPaused || webSocket.readyState !== webSocket.OPEN) return
  webSocket.pause()
  const end = setTimeout(() => webSocket.resume(), MAX_PAUSE_MS).unref()
  void until.finally(() => {
    clearTimeout(end)
    webSocket.resume()
  })
}

/** Closes, and does not wait for ever for the other end to agree. */
function goodbye(webSocket: WebSocket, code: number, reason: string): void {
  if (webSocket.readyState !== webSocket.OPEN) return
  webSocket.close(code, cut(reason))
  // A flood is not read on for the sake of the answer that may stand behind it.
  if (code === CLOSE_CODES.tooMuch) webSocket.pause()
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
