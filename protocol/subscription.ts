import { ERRORS, TrailError } from './error.js'
import type { ServerMessage } from './message.js'
import type { Params, SubscribeFrame } from './request.js'
import { retryDelayMs } from './retry.js'

/** With this many frames waiting for the consumer nothing more is taken, until few are left. */
const MANY_FRAMES = 32
const FEW_FRAMES = 8

/** What a subscription needs of the connection it runs on. */
export interface Line {
  readonly open: boolean
  /** Sends the request; its answers carry the id that is returned. */
  start(params: Params<'subscribe'>): number
  stop(id: number): void
  /** Nothing is read from the network while at least one subscription holds it. */
  hold(subscription: Subscription, held: boolean): void
  random(): number
  /** How long one may hold it. */
  readonly patienceMs: number
}

/**
 * One stream of frames through however many links. It remembers the cursor of
 * the last frame it received and asks each new link for what comes after.
 *
 * A consumer that falls behind makes the network wait, and with it the daemon,
 * which costs nothing. One that stays behind would starve calls and heartbeats:
 * its stream is given up instead, and asked for anew once it has caught up.
 */
export class Subscription {
  #id: number | undefined
  #params: Params<'subscribe'>
  #frames: SubscribeFrame[] = []
  #isFull = false
  #over: { readonly error?: unknown } | undefined
  #wake: (() => void) | undefined
  #failures = 0
  #restart: NodeJS.Timeout | undefined
  #patience: NodeJS.Timeout | undefined

  constructor(
    private readonly line: Line,
    params: Params<'subscribe'>,
  ) {
    this.#params = params
    this.start()
  }

  /** Asks for the stream where there is a line, no answer is under way, and what came has been taken. */
  start(): void {
    if (!this.line.open || this.#id !== undefined || this.#isFull || this.#over !== undefined) return
    this.#id = this.line.start(this.#params)
  }

  /** The link is gone; what was received stays. */
  interrupt(): void {
    this.#id = undefined
    clearTimeout(this.#restart)
    this.#letGo()
  }

  /** Ends the stream behind the frames that wait, with an error where there is one. */
  end(error?: unknown): void {
    this.#over ??= { error }
    this.interrupt()
    this.#wake?.()
  }

  /** Whether the message was for this subscription. */
  receive(message: Exclude<ServerMessage, { hello: unknown }>): boolean {
    if (message.id !== this.#id) return false
    if ('events' in message) this.#take({ events: message.events, cursor: message.cursor })
    else if ('gap' in message) this.#take({ gap: message.gap, cursor: message.cursor })
    else if ('error' in message) this.#refuse(TrailError.fromWire(message.error))
    else if ('end' in message) this.#startLater()
    return true
  }

  /** The next frame; undefined behind the last. An aborted signal rejects with its reason. */
  async next(signal: AbortSignal | undefined): Promise<SubscribeFrame | undefined> {
    while (this.#frames.length === 0 && this.#over === undefined) {
      signal?.throwIfAborted()
      await this.#change(signal)
    }
    signal?.throwIfAborted()
    const frame = this.#frames.shift()
    if (frame === undefined && this.#over?.error !== undefined) throw this.#over.error
    if (this.#isFull && this.#frames.length <= FEW_FRAMES) this.#setFull(false)
    return frame
  }

  close(): void {
    this.#giveUp()
    this.end()
  }

  #take(frame: SubscribeFrame): void {
    const { backlog: _done, ...params } = this.#params
    this.#params = { ...params, after: frame.cursor }
    this.#failures = 0
    this.#frames.push(frame)
    if (this.#frames.length >= MANY_FRAMES) this.#setFull(true)
    this.#wake?.()
  }

  #refuse(error: TrailError): void {
    if (ERRORS[error.type].retry) this.#startLater()
    else this.end(error)
  }

  /** The daemon has ended the stream, but not the link. */
  #startLater(): void {
    this.interrupt()
    this.#failures++
    this.#restart = setTimeout(() => this.start(), retryDelayMs(this.#failures, this.line.random()))
  }

  #setFull(isFull: boolean): void {
    if (this.#isFull === isFull) return
    this.#isFull = isFull
    if (isFull) {
      this.line.hold(this, true)
      this.#patience = setTimeout(() => this.#giveUp(), this.line.patienceMs)
    } else {
      this.#letGo()
      this.start()
    }
  }

  #letGo(): void {
    clearTimeout(this.#patience)
    this.line.hold(this, false)
  }

  #giveUp(): void {
    if (this.#id !== undefined && this.line.open) this.line.stop(this.#id)
    this.interrupt()
  }

  #change(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        signal?.removeEventListener('abort', done)
        this.#wake = undefined
        resolve()
      }
      signal?.addEventListener('abort', done, { once: true })
      this.#wake = done
    })
  }
}
