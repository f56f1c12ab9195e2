import { Calls } from './calls.js'
import { Connection, type ConnectionState } from './connection.js'
import { TrailError } from './error.js'
import type { ServerMessage, SUBPROTOCOLS } from './message.js'
import type { OnProgress, ScanMethod } from './progress.js'
import type { CallMethod, Params, Result, SubscribeFrame } from './request.js'
import { type Line, Subscription } from './subscription.js'
import { parseTarget, type Target } from './target.js'

export type { ConnectionState }

export interface ConnectOptions {
  /** `unix:PATH`, `ws://…` or `wss://…`. */
  readonly url: string | Target
  readonly token?: string
  /** Default msgpack. */
  readonly codec?: keyof typeof SUBPROTOCOLS
  /** Whether to fail where the daemon cannot be reached at first, or to go on trying as later; default fail. */
  readonly firstAttempt?: 'fail' | 'retry'
  /** A connection on which nothing was heard for this long is dead; default 60,000. */
  readonly silenceMs?: number
  /** How long a consumer may leave many frames unread before its stream gives way to calls and other streams; default 10,000. */
  readonly patienceMs?: number
  /** ms since the Unix epoch. */
  readonly now: () => number
  /** From 0 to 1, spreads the times of attempts; default Math.random. */
  readonly random?: () => number
  /** Closes the client. */
  readonly signal?: AbortSignal
}

/** A daemon as typed calls and streams. It reconnects by itself until it is closed or refused. */
export interface Client extends AsyncDisposable {
  readonly state: ConnectionState
  /** Calls back at every change; the answer stops that. */
  onState(listener: (state: ConnectionState) => void): () => void
  /**
   * Rejects with the daemon's TrailError; with `unavailable` where there is no
   * connection or it breaks before the answer (what was asked may have been done);
   * with the signal's reason, and then the daemon leaves off reading for it, too. `onProgress` is told how far a question is that must
   * look at many events.
   */
  call<M extends CallMethod>(
    method: M,
    params: Params<M>,
    signal?: AbortSignal,
    onProgress?: M extends ScanMethod ? OnProgress : never,
  ): Promise<Result<M>>
  /**
   * Every frame once, across reconnects: each connection goes on behind the last
   * cursor. Ends when the client is closed. Throws the daemon's TrailError (with
   * `unknown-cursor` the trail is another one: begin anew), the refusal that closed
   * the client, or the signal's reason. Memory is bounded: while the consumer is
   * slow nothing more is read from the connection, answers to calls included, for
   * `patienceMs` at most.
   */
  subscribe(params: Params<'subscribe'>, signal?: AbortSignal): AsyncIterable<SubscribeFrame>
  /** Tries at once where it waits for the next attempt. */
  reconnectNow(): void
  /** Ends every call and stream; resolves when the connection is gone. Idempotent. */
  close(): Promise<void>
}

/**
 * Connects to a daemon. With `firstAttempt: 'fail'` resolves when connected, or
 * rejects with `unavailable`, `unauthorized`, `forbidden` or `invalid-request`
 * (another version of the protocol); with `'retry'` resolves at once.
 */
export async function connect(options: ConnectOptions): Promise<Client> {
  options.signal?.throwIfAborted()
  const client = new SocketClient(options)
  if (options.firstAttempt === 'retry') return client
  try {
    await client.firstOpen()
    return client
  } catch (error) {
    await client.close()
    options.signal?.throwIfAborted()
    throw error
  }
}

class SocketClient implements Client {
  readonly #connection: Connection
  readonly #listeners = new Set<(state: ConnectionState) => void>()
  readonly #calls = new Calls()
  readonly #subscriptions = new Set<Subscription>()
  readonly #holding = new Set<Subscription>()
  readonly #line: Line
  #nextId = 1

  constructor({
    url,
    token,
    codec = 'msgpack',
    silenceMs = 60_000,
    patienceMs = 10_000,
    now,
    random = Math.random,
    signal,
  }: ConnectOptions) {
    const target = typeof url === 'string' ? parseTarget(url) : url
    this.#connection = new Connection({
      ...{ target, token, codec, silenceMs, now, random },
      onState: (state) => this.#changed(state),
      onMessage: (message) => this.#receive(message),
    })
    this.#line = this.#makeLine(random, patienceMs)
    const abort = () => void this.close()
    signal?.addEventListener('abort', abort, { once: true })
    this.onState(({ kind }) => kind === 'closed' && signal?.removeEventListener('abort', abort))
  }

  get state(): ConnectionState {
    return this.#connection.state
  }

  onState(listener: (state: ConnectionState) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  async call<M extends CallMethod>(
    method: M,
    params: Params<M>,
    signal?: AbortSignal,
    onProgress?: OnProgress,
  ): Promise<Result<M>> {
    signal?.throwIfAborted()
    if (this.state.kind !== 'open') throw notConnected(this.state)
    const id = this.#nextId++
    this.#connection.send({ id, method, params: onProgress === undefined ? params : { ...params, progress: true } })
    // The daemon must not go on with what nobody waits for.
    const leave = () => this.state.kind === 'open' && this.#stop(id)
    signal?.addEventListener('abort', leave, { once: true })
    try {
      // The table of requests says what the answer is; the daemon is held to it by the same table.
      return (await this.#calls.wait(id, signal, onProgress)) as Result<M>
    } finally {
      signal?.removeEventListener('abort', leave)
    }
  }

  #stop(id: number): void {
    this.#connection.send({ id: this.#nextId++, method: 'unsubscribe', params: { id } })
  }

  async *subscribe(params: Params<'subscribe'>, signal?: AbortSignal): AsyncIterable<SubscribeFrame> {
    signal?.throwIfAborted()
    if (this.state.kind === 'closed') throw this.state.refused ?? notConnected(this.state)
    const subscription = new Subscription(this.#line, params)
    this.#subscriptions.add(subscription)
    try {
      for (;;) {
        const frame = await subscription.next(signal)
        if (frame === undefined) return
        yield frame
      }
    } finally {
      subscription.close()
      this.#subscriptions.delete(subscription)
    }
  }

  reconnectNow(): void {
    this.#connection.reconnectNow()
  }

  close(): Promise<void> {
    return this.#connection.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** Settles with the first attempt. */
  firstOpen(): Promise<void> {
    return new Promise((resolve, reject) => {
      const stop = this.onState((state) => {
        if (state.kind === 'connecting') return
        stop()
        if (state.kind === 'open') resolve()
        else reject(state.kind === 'waiting' ? state.error : (state.refused ?? notConnected(state)))
      })
    })
  }

  #changed(state: ConnectionState): void {
    if (state.kind === 'open') for (const subscription of this.#subscriptions) subscription.start()
    if (state.kind === 'waiting' || state.kind === 'closed') {
      for (const subscription of this.#subscriptions) {
        if (state.kind === 'closed') subscription.end(state.refused)
        else subscription.interrupt()
      }
      this.#calls.rejectAll(notConnected(state))
    }
    for (const listener of [...this.#listeners]) listener(state)
  }

  /** What belongs to nobody is the answer to something given up. */
  #receive(message: Exclude<ServerMessage, { hello: unknown }>): void {
    if (this.#calls.receive(message)) return
    for (const subscription of this.#subscriptions) if (subscription.receive(message)) return
  }

  #makeLine(random: () => number, patienceMs: number): Line {
    const connection = this.#connection
    const isOpen = () => this.state.kind === 'open'
    return {
      get open() {
        return isOpen()
      },
      random,
      patienceMs,
      start: (params) => {
        const id = this.#nextId++
        connection.send({ id, method: 'subscribe', params })
        return id
      },
      stop: (id) => this.#stop(id),
      hold: (subscription, held) => {
        const before = this.#holding.size
        if (held) this.#holding.add(subscription)
        else this.#holding.delete(subscription)
        if (before === 0 && held) connection.pause()
        if (before === 1 && this.#holding.size === 0) connection.resume()
      },
    }
  }
}

function notConnected(state: ConnectionState): TrailError {
  const cause = state.kind === 'waiting' ? state.error : state.kind === 'closed' ? state.refused : undefined
  return new TrailError(
    'unavailable',
    cause?.message ?? 'Cannot ask the daemon: there is no connection',
    cause && { cause },
  )
}
