import { setTimeout } from 'node:timers/promises'
import { formatTime } from '../../protocol/time.js'
import { batchOf } from './batch.js'
import type { Circuit } from './circuit.js'
import { type DeadLetters, MAX_DEAD_LETTERS } from './dead-letters.js'
import type { Item, Outcome, Sender } from './destinations/destination.js'
import type { Discarded } from './discards.js'

export type Failure = Exclude<Outcome, { readonly result: 'delivered' }>

export interface AttemptsOptions {
  readonly destination: string
  readonly sender: Sender
  readonly circuit: Circuit
  readonly deadLetters: DeadLetters
  readonly now: () => number
  /** Each failed attempt that will be repeated; `isNew` but for those that failed together with another one. */
  readonly onFailure: (failure: Failure, isNew: boolean) => void
  /** An attempt that was answered. */
  readonly onSuccess: () => void
  /** Whether there is room for events that are given up. */
  readonly onFull: (isFull: boolean) => void
}

/** What became of items in the end. */
export interface Settled {
  readonly delivered: number
  readonly discarded: readonly Discarded[]
}

/** The receiver wants nothing any more. */
export class Gone extends Error {
  constructor(readonly failure: Failure) {
    super(failure.message)
  }
}

const FULL_POLL_MS = 1000

/**
 * Sends items until each is taken or refused for good, however long that takes. Of a
 * batch that is refused each half is tried, so that one bad event takes no other
 * along; those that are alone at fault are on disk as dead letters when it resolves.
 * Rejects with the signal's reason or `Gone`.
 */
export async function deliver(options: AttemptsOptions, items: readonly Item[], signal: AbortSignal): Promise<Settled> {
  if (items.length === 0) return { delivered: 0, discarded: [] }
  const { failure, attempts } = await attempt(options, items, signal)
  if (failure === undefined) return { delivered: items.length, discarded: [] }
  if (items.length === 1) return { delivered: 0, discarded: await giveUp(options, items, failure, attempts, signal) }
  const half = items.length >> 1
  const first = await deliver(options, items.slice(0, half), signal)
  const second = await deliver(options, items.slice(half), signal)
  return {
    delivered: first.delivered + second.delivered,
    discarded: [...first.discarded, ...second.discarded],
  }
}

async function attempt(
  { destination, sender, circuit, onFailure, onSuccess }: AttemptsOptions,
  items: readonly Item[],
  signal: AbortSignal,
): Promise<{ readonly failure: Failure | undefined; readonly attempts: number }> {
  const batch = batchOf(destination, items)
  for (let attempts = 1; ; attempts++) {
    const round = await circuit.begin(signal)
    let outcome: Outcome
    try {
      outcome = await sender.send(batch, signal)
    } catch (error) {
      circuit.abandoned()
      throw error
    }
    if (outcome.result === 'retry') {
      onFailure(outcome, circuit.failed(round, outcome.retryAfterMs))
      continue
    }
    // A refusal, too, is an answer: the receiver is there.
    circuit.succeeded()
    onSuccess()
    if (outcome.result === 'gone') throw new Gone(outcome)
    return { failure: outcome.result === 'refused' ? outcome : undefined, attempts }
  }
}

/** On disk as dead letters when it resolves; waits while there is no room. */
export async function giveUp(
  { destination, deadLetters, now, onFull }: Pick<AttemptsOptions, 'destination' | 'deadLetters' | 'now' | 'onFull'>,
  items: readonly Item[],
  { code, message }: Pick<Failure, 'code' | 'message'>,
  attempts: number,
  signal: AbortSignal,
): Promise<Discarded[]> {
  // Those in the list already are only replaced: a full one can be sent again.
  const added = () => items.filter(({ seq }) => !deadLetters.has(destination, seq)).length
  while (deadLetters.count(destination) + added() > MAX_DEAD_LETTERS) {
    onFull(true)
    await setTimeout(FULL_POLL_MS, undefined, { signal })
  }
  onFull(false)
  const at = formatTime(now())
  await deadLetters.add(
    destination,
    items.map(({ seq, messageId }) => ({ seq, messageId, at, code, message, attempts })),
  )
  return items.map(({ seq }) => ({ step: 'failedDelivery', code, seq, message }))
}
