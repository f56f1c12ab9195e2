import type { DestinationSettings } from '../../../protocol/destination-settings.js'
import type { Payload } from '../payload.js'

/** One event in the form of its receiver. */
export interface Item {
  readonly seq: number
  readonly messageId: string
  readonly text: string
  /** UTF-8 bytes of the text. */
  readonly bytes: number
}

export interface Batch {
  /** The same for the same items, at every attempt and after a restart. */
  readonly id: string
  readonly items: readonly Item[]
}

/**
 * What became of a batch. `refused`: the same will never be taken; `retry`: it may be
 * later, no earlier than `retryAfterMs` where the receiver said so; `gone`: nothing
 * is wanted here any more. `code` is Segment's (400, 429, ETIMEDOUT, …), `message` a
 * short cleaned text that holds no secret.
 */
export type Outcome =
  | { readonly result: 'delivered' }
  | { readonly result: 'refused'; readonly code: string; readonly message: string }
  | { readonly result: 'retry'; readonly code: string; readonly message: string; readonly retryAfterMs?: number }
  | { readonly result: 'gone'; readonly code: string; readonly message: string }

/** A connection to one receiver, made when it is first needed. */
export interface Sender {
  /** Resolves with what became of it; rejects only with the signal's reason or a mistake of our own. */
  send(batch: Batch, signal: AbortSignal): Promise<Outcome>
  /** Idempotent. */
  close(): Promise<void>
}

export interface SenderOptions {
  readonly settings: DestinationSettings
  /** The newest first; more than one while one is being replaced. */
  readonly secrets: readonly string[]
  /** Where files may be written. */
  readonly folders: readonly string[]
  readonly now: () => number
}

/** What is wrong with settings: "`field` `problem`" is the start of a sentence. */
export interface Mistake {
  readonly field: string
  readonly problem: string
}

export interface Limits {
  readonly maxEvents: number
  /** Of all texts of a batch together, with one byte between them. */
  readonly maxBytes: number
  readonly maxEventBytes: number
}

/** One kind of receiver: its limits, its form of an event, its way of sending. */
export interface DestinationType {
  /** Of its protocol, which an owner's settings may only lower. */
  limits(settings: DestinationSettings): Limits
  /** What is wrong with settings of this type, in words; undefined where nothing is. Sends nothing. */
  mistake(settings: DestinationSettings, secrets: readonly string[], folders: readonly string[]): Mistake | undefined
  /** The form of one event in a batch. */
  encode(payload: Payload, settings: DestinationSettings): string
  open(options: SenderOptions): Sender
}
