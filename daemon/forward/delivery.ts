import type { Destination, Discard, TestResult } from '../../protocol/destination.js'
import type { DestinationSettings } from '../../protocol/destination-settings.js'
import type { AuditEvent } from '../../protocol/event.js'
import type { Gap } from '../../protocol/request.js'
import type { FollowContext } from '../follow/pieces-after.js'
import type { Records } from '../store/records.js'
import type { DeadLetters } from './dead-letters.js'
import type { DestinationType } from './destinations/destination.js'

/** Events of the trail that were not sent, or those sent that the trail ends before: they are no longer in it. */
type MissedOrRewound = Omit<Gap, 'reason'> & { readonly reason: Gap['reason'] | 'rewound' }

/** What a running destination tells of itself; the registry makes audit events of it. */
export type Incident =
  | ({ readonly kind: 'gap' } & MissedOrRewound)
  /** Five failures in a row. */
  | { readonly kind: 'failing'; readonly code: string; readonly message: string }
  | { readonly kind: 'recovered'; readonly downMs: number }
  /** The receiver wants nothing more; the delivery has stopped. */
  | { readonly kind: 'gone'; readonly code: string; readonly message: string }

export interface DeliveryOptions {
  readonly settings: DestinationSettings
  /** Whether it sends what comes; what is asked of it by name it does all the same. */
  readonly enabled: boolean
  /** The newest first. */
  readonly secrets: readonly string[]
  readonly type: DestinationType
  /** Where files may be written. */
  readonly folders: readonly string[]
  readonly trail: FollowContext['trail']
  readonly records: Records
  readonly deadLetters: DeadLetters
  /** Seq behind which to begin where nothing is on disk yet. */
  readonly after: number
  readonly now: () => number
  /** From 0 to 1, for jitter. */
  readonly random: () => number
  /** The cursor waits for it, so that what is told of is told of at least once. */
  readonly onIncident: (incident: Incident) => Promise<void>
  /** A mistake of our own; what caused it is tried again later. */
  readonly onMistake: (error: unknown) => void
}

/** What is known of a destination's way through the trail. */
export type Standing = Pick<
  Destination,
  | 'state'
  | 'cursor'
  | 'lagEvents'
  | 'lagSeconds'
  | 'counts'
  | 'retries'
  | 'missed'
  | 'violations'
  | 'deliveredPerSecond'
  | 'failure'
>

/** What became of some events that were to be sent again: each is counted once. */
export interface Redelivered {
  /** All up to this seq is done. */
  readonly through: number
  readonly sent: number
  readonly filtered: number
  readonly refused: number
}

/**
 * One destination at work: everything after its cursor, through its pipeline,
 * to its receiver, in order, for as long as it is open. Its place and counts are on
 * disk under its name and outlive it.
 */
export interface Delivery {
  standing(): Standing
  discards(): Discard[]
  /** Takes out of what is kept in memory what must not be kept; on disk when it resolves. */
  scrub(without: (value: unknown) => unknown): Promise<void>
  /** Sends one event made for the purpose past everything else. */
  test(signal: AbortSignal): Promise<TestResult>
  /** Sends these events again, beside the live ones and in turn with them, without moving the cursor. Those refused go to the dead letters, those taken leave them. Rejects with `Gone`, and is turned off, where the receiver wants nothing any more. */
  redeliver(events: AsyncIterable<readonly AuditEvent[]>, signal: AbortSignal): AsyncIterable<Redelivered>
  /** Stops within a second; idempotent. */
  close(): Promise<void>
}
