import type { AuditEvent } from '../../protocol/event.js'
import type { Gap } from '../../protocol/request.js'
import { type FollowContext, piecesAfter } from '../follow/pieces-after.js'
import type { Item, Limits } from './destinations/destination.js'
import type { Discarded } from './discards.js'
import { type Payload, payloadOf } from './payload.js'
import type { Pipeline } from './pipeline.js'

/** A stretch of the trail as it is to be sent. */
export interface Formed {
  /** Last seq that it stands for; what is not among the items was discarded or is a gap. */
  readonly through: number
  readonly items: readonly Item[]
  readonly received: number
  readonly violations: number
  readonly discarded: readonly Discarded[]
  /** Their items are too large for any batch. */
  readonly tooLarge: readonly Item[]
  readonly gaps: readonly Gap[]
  /** Of the first event; undefined where there is none. */
  readonly receivedAt: string | undefined
}

export interface FormOptions {
  readonly context: FollowContext
  readonly pipeline: Pipeline
  readonly eventNames: 'audit' | 'readable'
  readonly encode: (payload: Payload) => string
  readonly limits: Limits
}

const PIECE_EVENTS = 500
/** Looked at for one batch, of which most are discarded. */
const MAX_LOOKED_AT = 10_000

const all = { terms: [], matches: () => true }

/**
 * What follows `after`, as much as fits one batch, at least one seq; with `through`
 * exactly up to there, so that a batch that was on its way when the process ended is
 * the same again. There must be something behind `after`.
 */
export async function form(
  { context, pipeline, eventNames, encode, limits }: FormOptions,
  after: number,
  through: number | undefined,
  signal: AbortSignal,
): Promise<Formed> {
  const batch = emptyBatch(after)
  let bytes = 0

  /** False where it does not fit any more. */
  const take = (event: AuditEvent): boolean => {
    const passage = pipeline(payloadOf(event, eventNames))
    const items = passage.payloads.map((payload) => itemOf(payload, event.seq, encode))
    const fitting = items.filter((item) => item.bytes <= limits.maxEventBytes)
    const more = fitting.reduce((sum, item) => sum + item.bytes + 1, 0)
    const fits = batch.items.length + fitting.length <= limits.maxEvents && bytes + more <= limits.maxBytes
    if (!fits && batch.items.length > 0 && through === undefined) return false
    bytes += more
    batch.items.push(...fitting)
    batch.tooLarge.push(...items.filter((item) => item.bytes > limits.maxEventBytes))
    batch.received += 1
    batch.violations += passage.violations
    if (passage.dropped !== undefined) batch.discarded.push({ ...passage.dropped, seq: event.seq })
    batch.receivedAt ??= event.receivedAt
    return true
  }

  for await (const piece of piecesAfter(context, { live: all, size: PIECE_EVENTS }, after, signal)) {
    if ('gap' in piece) {
      if (through !== undefined && piece.gap.from > through) break
      batch.gaps.push(piece.gap)
      batch.through = piece.gap.to
      continue
    }
    for (const event of piece.events) {
      if ((through !== undefined && event.seq > through) || !take(event)) return batch
      batch.through = event.seq
    }
    batch.through = through === undefined ? piece.through : Math.min(piece.through, through)
    if (batch.through === through || (through === undefined && batch.received >= MAX_LOOKED_AT)) break
  }
  return batch
}

/** As it grows. */
function emptyBatch(through: number) {
  return {
    through,
    items: [] as Item[],
    received: 0,
    violations: 0,
    discarded: [] as Discarded[],
    tooLarge: [] as Item[],
    gaps: [] as Gap[],
    receivedAt: undefined as string | undefined,
  }
}

export function itemOf(payload: Payload, seq: number, encode: (payload: Payload) => string): Item {
  const text = encode(payload)
  return { seq, messageId: payload.messageId, text, bytes: Buffer.byteLength(text) }
}
