import { setTimeout as sleep } from 'node:timers/promises'
import type { Codec } from '../../protocol/codec.js'
import { TrailError } from '../../protocol/error.js'
import { CLOSE_CODES, type ClientMessage, type Hello, type ServerMessage } from '../../protocol/message.js'
import type { OnProgress } from '../../protocol/progress.js'
import { type Method, REQUESTS } from '../../protocol/request.js'
import type { Caller } from '../access/caller.js'
import type { Origin } from '../access/origin.js'
import { checkPermission } from '../access/permission.js'
import type { Budget } from './budget.js'
import { readMessage } from './client-message.js'
import { type Client, tooFast, tooManyRequests } from './clients.js'
import type { Handlers, RequestContext } from './handlers.js'
import { isMethod, readParams } from './params.js'
import { toWire } from './problem.js'
import { QUESTION, tooManySubscriptions } from './visit.js'

/** The other end of a connection that carries frames. */
export interface Peer {
  /** Resolves when the frame has left for the network, so that who awaits it goes at the peer's pace. Rejects once closed. */
  send(frame: string | Uint8Array): Promise<void>
  close(code: number, reason: string): void
  /** Takes nothing in until this is settled, or a while; it must not reject. */
  pause(until: Promise<unknown>): void
}

export interface SessionOptions {
  readonly peer: Peer
  readonly codec: Codec
  readonly caller: Caller
  readonly origin: Origin
  readonly client: Client
  readonly maxInFlight: () => number
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

/** What may take its time, and is answered in turns. */
const READING: ReadonlySet<Method> = new Set(['query', 'count', 'facets', 'histogram'])
/** A long message takes as long to be read as several of this size. */
const MESSAGE_BYTES = 16 * 1024
const costOf = (frame: string | Uint8Array) => 1 + Math.floor(frame.length / MESSAGE_BYTES)
/** What comes too fast is told so and waits; who sent so many regardless, before that was noticed, is closed. */
const MAX_REFUSED = 100
const PAUSE_MS = 500
/** RFC 6455, section 7.4.1. */
const CLOSE_INVALID_FRAME = 1007
/** Why a request was aborted: not an error, but the end that was asked for. */
const UNSUBSCRIBED = Symbol('unsubscribed')

export function openSession(options: SessionOptions): Session {
  const { peer, codec, caller, origin, client, handlers, maxFrameBytes } = options
  const inFlight = new Map<number, AbortController>()
  let closed = false
  let refused = 0
  let pausedUntilMs = 0
  /** Messages that wait for their turn. */
  let waiting = 0

  const send = (message: ServerMessage) => sendFrame(codec.encode(message))

  /** What may be long is made in the client's turn. */
  const encode = async (message: ServerMessage, signal: AbortSignal) => {
    const end = await client.lane.turn(signal)
    try {
      return codec.encode(message)
    } finally {
      end()
    }
  }

  const sendFrame = async (frame: string | Uint8Array) => {
    const ends = (cause?: unknown) => new TrailError('unavailable', 'Cannot answer: the connection ends', { cause })
    if (!client.bytes.take(frame.length)) {
      peer.close(CLOSE_CODES.tooMuch, 'too-many-requests: too many bytes wait to be read')
      throw ends()
    }
    try {
      await peer.send(frame)
    } catch (cause) {
      // The connection is closing or gone; what is under way ends with it, and nobody is left to be told.
      throw ends(cause)
    } finally {
      client.bytes.give(frame.length)
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
    if (READING.has(known)) client.pace?.take(QUESTION - 1)
    // Ending one must be possible however many there are.
    const taken = known === 'unsubscribe' ? [] : takeShares(REQUESTS[known].many)
    const controller = new AbortController()
    inFlight.set(id, controller)
    try {
      await run(id, known, readParams(known, params), {
        ...{ caller, origin, signal: controller.signal, lane: client.lane, unsubscribe },
        onProgress: progressTo(id),
      })
    } finally {
      inFlight.delete(id)
      for (const share of taken) share.give(1)
    }
  }

  /** Of this connection, and of what the client may have on all of its own. */
  function takeShares(isStream: boolean): readonly Budget[] {
    if (inFlight.size >= options.maxInFlight()) throw tooManyRequests('this connection')
    const { requests, subscriptions } = client
    if (!requests.take(1)) throw tooManyRequests('this client')
    if (!isStream) return [requests]
    if (subscriptions.take(1)) return [requests, subscriptions]
    requests.give(1)
    throw tooManySubscriptions()
  }

  async function run(id: number, method: Method, params: unknown, context: RequestContext): Promise<void> {
    // The table gives each row's handler its type, which is lost where the row is chosen at run time.
    const begin = () => (handlers[method] as (params: unknown, context: RequestContext) => unknown)(params, context)
    const { signal } = context
    if (READING.has(method)) return sendFrame(await inTurn(id, begin, signal))
    if (!REQUESTS[method].many) return send({ id, result: await begin() })
    for await (const frame of begin() as AsyncIterable<object>) {
      signal.throwIfAborted()
      await sendFrame(await encode({ id, ...frame } as ServerMessage, signal))
    }
    context.signal.throwIfAborted()
    return send({ id, end: true, reason: 'complete' })
  }

  async function inTurn(id: number, begin: () => unknown, signal: AbortSignal): Promise<string | Uint8Array> {
    const end = await client.turn(signal)
    try {
      return await encode({ id, result: await begin() }, signal)
    } finally {
      end()
    }
  }

  async function failed(id: number, method: string, error: unknown): Promise<void> {
    if (error instanceof TrailError && error.type === 'forbidden') options.onRefused(error, method)
    if (closed) return
    if (error === UNSUBSCRIBED) await send({ id, end: true, reason: 'unsubscribed' })
    else await send({ id, error: toWire(error, (mistake) => options.onMistake(mistake, method)) })
  }

  /** What comes faster than it may is told so, and then waits in the network; what had come already is told, too, up to a bound. */
  function refuse(frame: string | Uint8Array, waitMs: number): void {
    peer.pause(sleep(Math.max(waitMs, PAUSE_MS), undefined, { ref: false }))
    // Of one pause.
    if (performance.now() > pausedUntilMs) refused = 0
    pausedUntilMs = performance.now() + PAUSE_MS
    refused += costOf(frame)
    if (refused > MAX_REFUSED) {
      peer.close(CLOSE_CODES.tooMuch, 'rate-limited: too many messages')
      return
    }
    const received = readMessage(frame, codec, maxFrameBytes)
    const id = 'message' in received ? received.message.id : received.id
    if (id !== undefined) settle(failed(id, '', tooFast('messages', waitMs)))
  }

  /** In the client's turn, which then ends. */
  function take(frame: string | Uint8Array, endTurn: () => void): void {
    try {
      const received = readMessage(frame, codec, maxFrameBytes)
      if ('message' in received) {
        const { id, method } = received.message
        settle(answer(received.message).catch((error: unknown) => failed(id, method, error)))
      } else if (received.id !== undefined) settle(failed(received.id, '', received.error))
      else peer.close(CLOSE_INVALID_FRAME, received.error.message)
    } finally {
      endTurn()
    }
  }

  /** Until its turn, behind those that wait already; what follows waits in the network. */
  function wait(frame: string | Uint8Array): void {
    waiting++
    const taken = client.lane.turn().then((end) => {
      waiting--
      if (closed) end()
      else take(frame, end)
    })
    peer.pause(taken)
  }

  /** A frame that cannot be sent has found the connection closed, which ends the session by itself. */
  const settle = (sending: Promise<void>) => void sending.catch(() => {})

  settle(send({ hello: options.hello }))
  return {
    receive(frame) {
      if (closed) return
      const waitMs = client.pace?.waitMs() ?? 0
      if (waitMs > 0) return refuse(frame, waitMs)
      client.pace?.take(costOf(frame))
      const end = waiting === 0 ? client.lane.begin() : undefined
      if (end === undefined) return wait(frame)
      take(frame, end)
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
