import { TrailError } from './error.js'
import { type Link, type LinkOptions, openLink } from './link.js'
import { type ClientMessage, type Hello, PROTOCOL_VERSION, type ServerMessage } from './message.js'
import { retryDelayMs } from './retry.js'

export type ConnectionState =
  | { readonly kind: 'connecting' /** From 1. */; readonly attempt: number }
  | { readonly kind: 'open'; readonly hello: Hello }
  | { readonly kind: 'waiting'; readonly attempt: number; readonly retryAtMs: number; readonly error: TrailError }
  | { readonly kind: 'closed' /** The daemon refuses us, and would again. */; readonly refused?: TrailError }

export interface ConnectionOptions extends Pick<LinkOptions, 'target' | 'token' | 'codec' | 'silenceMs'> {
  readonly now: () => number
  /** From 0 to 1. */
  readonly random: () => number
  readonly onState: (state: ConnectionState) => void
  readonly onMessage: (message: Exclude<ServerMessage, { hello: Hello }>) => void
}

const REFUSALS: ReadonlySet<string> = new Set(['unauthorized', 'forbidden', 'invalid-request'])

/** A link that lived this long was a good one: after it, attempts are counted anew. */
const GOOD_LINK_MS = 5000

/** The connection to a daemon through all its links: one breaks, the next is tried, until it is closed or refused. */
export class Connection {
  #state: ConnectionState = { kind: 'connecting', attempt: 1 }
  #link: Link | undefined
  #attempt = 1
  #openedAtMs = Number.POSITIVE_INFINITY
  #retry: NodeJS.Timeout | undefined
  #resolveGone!: () => void
  readonly #gone = new Promise<void>((resolve) => {
    this.#resolveGone = resolve
  })

  constructor(private readonly options: ConnectionOptions) {
    this.#open()
  }

  get state(): ConnectionState {
    return this.#state
  }

  /** Only while open. */
  send(message: ClientMessage): void {
    this.#link!.send(message)
  }

  pause(): void {
    this.#link?.pause()
  }

  resume(): void {
    this.#link?.resume()
  }

  /** Tries at once where it waits for the next attempt. */
  reconnectNow(): void {
    if (this.#state.kind !== 'waiting') return
    clearTimeout(this.#retry)
    this.#open()
  }

  /** Resolves when the link is gone. Idempotent. */
  close(): Promise<void> {
    if (this.#state.kind !== 'closed') {
      clearTimeout(this.#retry)
      this.#set({ kind: 'closed' })
      if (this.#link === undefined) this.#resolveGone()
      else this.#link.close()
    }
    return this.#gone
  }

  #open(): void {
    this.#set({ kind: 'connecting', attempt: this.#attempt })
    const { target, token, codec, silenceMs } = this.options
    this.#link = openLink({
      target,
      token,
      codec,
      silenceMs,
      onMessage: (message) => ('hello' in message ? this.#welcome(message.hello) : this.options.onMessage(message)),
      onClose: (error) => this.#broken(error),
    })
  }

  #welcome(hello: Hello): void {
    if (hello.version !== PROTOCOL_VERSION) {
      const message = `Cannot talk to the daemon: it speaks version ${hello.version} of the protocol, this program ${PROTOCOL_VERSION}`
      this.#link!.close(new TrailError('invalid-request', message))
      return
    }
    this.#openedAtMs = this.options.now()
    this.#set({ kind: 'open', hello })
  }

  #broken(error: TrailError | undefined): void {
    this.#link = undefined
    if (error === undefined || this.#state.kind === 'closed') {
      this.#resolveGone()
      return
    }
    if (REFUSALS.has(error.type)) {
      this.#set({ kind: 'closed', refused: error })
      this.#resolveGone()
      return
    }
    const nowMs = this.options.now()
    if (nowMs - this.#openedAtMs >= GOOD_LINK_MS) this.#attempt = 1
    this.#openedAtMs = Number.POSITIVE_INFINITY
    const delayMs = retryDelayMs(this.#attempt++, this.options.random())
    this.#retry = setTimeout(() => this.#open(), delayMs)
    this.#set({ kind: 'waiting', attempt: this.#attempt, retryAtMs: nowMs + delayMs, error })
  }

  #set(state: ConnectionState): void {
    this.#state = state
    this.options.onState(state)
  }
}
