import type { Codec } from '../../protocol/codec.js'
import { TrailError } from '../../protocol/error.js'
import type { ClientMessage, Hello, ServerMessage } from '../../protocol/message.js'
import type { OnProgress } from '../../protocol/progress.js'
import { type Method, REQUESTS } from '../../protocol/request.js'
import type { Caller } from '../access/caller.js'
import type { Origin } from '../access/origin.js'
import { checkPermission } from '../access/permission.js'
import { readMessage } from './client-message.js'
import type { Handlers, RequestContext } from './handlers.js'
import { isMethod, readParams } from './params.js'
import { toWire } from './problem.js'

/** The other end of a connection that carries frames. */
export interface Peer {
  /** Resolves when the frame has left for the network, so that who awaits it goes at the peer's pace. Rejects once closed. */
  send(frame: string | Uint8Array): Promise<void>
  close(code: number, reason: string): void
}

export interface SessionOptions {
  readonly peer: Peer
  readonly codec: Codec
  readonly caller: Caller
  readonly origin: Origin
  readonly handlers: Handlers
  readonly hello: Hello
  readonly maxFrameBytes: number
  /** Told of each request that the caller may not make. */
  readonly onRefused: (error: TrailError, method: string) => void
  /** Told of a mistake of our own. */
  readonly onMistake: (error: unknown, method: string) => void
}

/** One client: many answers and streams at once, up to a bound. */
export interface Session {
  receive(frame: string | Uint8Array): void
  /** Ends what is under way. Idempotent. */
  close(): void
}

const MAX_IN_FLIGHT = 64
/** RFC 6455, section 7.4.1. */
const CLOSE_INVALID_FRAME = 1007
/** Why a request was aborted: not an error, but the end that was asked for. */
const UNSUBSCRIBED = Symbol('unsubscribed')

export function openSession(options: SessionOptions): Session {
  const { peer, codec, caller, origin, handlers, maxFrameBytes } = options
  const inFlight = new Map<number, AbortController>()
  let closed = false

  const send = async (message: ServerMessage) => {
    const frame = codec.encode(message)
    try {
      await peer.send(frame)
    } catch (cause) {
      // The connection is closing or gone; what is under way ends with it, and nobody is left to be told.
      throw new TrailError('unavailable', 'Cannot answer: the connection ends', { cause })
    }
  }

  const unsubscribe = (id: number) => inFlight.get(id)?.abort(UNSUBSCRIBED)

  /** At the client's pace: what comes while the one before is still on its way is passed over. */
  const progressTo = (id: number): OnProgress => {
    let sending = false
    return (progress) => {
      if (sending || closed) return
      sending = true
      settle(send({ id, progress }).finally(() => (sending = false)))
    }
  }

  async function answer({ id, method, params = {} }: ClientMessage): Promise<void> {
    if (inFlight.has(id))
      throw new TrailError('invalid-request', `Cannot answer: request ${id} is still under way`, { field: 'id' })
    const known = permitted(method, caller)
    // Ending one must be possible however many there are.
    if (inFlight.size >= MAX_IN_FLIGHT && known !== 'unsubscribe') {
      throw new TrailError('busy', `Cannot answer: ${MAX_IN_FLIGHT} requests are under way on this connection`)
    }
    const controller = new AbortController()
    inFlight.set(id, controller)
    try {
      await run(id, known, readParams(known, params), {
        ...{ caller, origin, signal: controller.signal, unsubscribe },
        onProgress: progressTo(id),
      })
    } finally {
      inFlight.delete(id)
    }
  }

  async function run(id: number, method: Method, params: unknown, context: RequestContext): Promise<void> {
    // The table gives each row's handler its type, which is lost where the row is chosen at run time.
    const result = (handlers[method] as (params: unknown, context: RequestContext) => unknown)(params, context)
    if (!REQUESTS[method].many) return send({ id, result: await result })
    for await (const frame of result as AsyncIterable<object>) {
      context.signal.throwIfAborted()
      await send({ id, ...frame } as ServerMessage)
    }
    context.signal.throwIfAborted()
    return send({ id, end: true, reason: 'complete' })
  }

  async function failed(id: number, method: string, error: unknown): Promise<void> {
    if (error instanceof TrailError && error.type === 'forbidden') options.onRefused(error, method)
    if (closed) return
    if (error === UNSUBSCRIBED) await send({ id, end: true, reason: 'unsubscribed' })
    else await send({ id, error: toWire(error, (mistake) => options.onMistake(mistake, method)) })
  }

  /** A frame that cannot be sent has found the connection closed, which ends the session by itself. */
  const settle = (sending: Promise<void>) => void sending.catch(() => {})

  settle(send({ hello: options.hello }))
  return {
    receive(frame) {
      if (closed) return
      const received = readMessage(frame, codec, maxFrameBytes)
      if ('message' in received) {
        const { id, method } = received.message
        settle(answer(received.message).catch((error: unknown) => failed(id, method, error)))
      } else if (received.id !== undefined) settle(failed(received.id, '', received.error))
      else peer.close(CLOSE_INVALID_FRAME, received.error.message)
    },
    close() {
      closed = true
      const reason = new TrailError('unavailable', 'Cannot go on: the connection ends')
      for (const controller of inFlight.values()) controller.abort(reason)
    },
  }
}

function permitted(method: string, caller: Caller): Method {
  if (!isMethod(method))
    throw new TrailError('not-found', `Cannot answer: there is no method "${method}"`, { field: 'method' })
  checkPermission(REQUESTS[method], caller, method)
  return method
}
