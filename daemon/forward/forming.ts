import type { AuditEvent } from '../../protocol/event.js'
import type { Gap } from '../../protocol/request.js'
import { type FollowContext, piecesAfter } from '../follow/pieces-after.js'
import { pacer } from '../query/pace.js'
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
  /** One for each reason. */
  readonly gaps: readonly Gap[]
  /** Of the first event; undefined where there is none. */
  readonly receivedAt: string | undefined
}

export interface FormOptions {
  readonly trail: FollowContext['trail']
  readonly pipeline: Pipeline
  readonly eventNames: 'audit' | 'readable'
  readonly encode: (payload: Payload) => string
  readonly limits: Limits
}

const PIECE_EVENTS = 500
/** Looked at for one batch, of which most are discarded. */
const MAX_LOOKED_AT = 10_000

const ALL = { live: { terms: [], matches: () => true }, size: PIECE_EVENTS }

/**
 * What follows `after`, as much as fits one batch, at least one seq; with `through`
 * up to there, so that a batch that was on its way when the process ended is the same
 * again. There must be something behind `after`. An event and what tells of its
 * violations stay together, also where that is more than one batch may hold.
 */
export async function form(
  options: FormOptions,
  after: number,
  through: number | undefined,
  signal: AbortSignal,
): Promise<Formed> {
  const { trail, limits } = options
  const batch = emptyBatch(after)
  const gaps = new Map<string, Gap>()
  const pause = pacer(signal)
  // Whatever the clock says: what retention has not removed is still to be sent.
  const context = { trail, now: () => 0, retentionMs: () => undefined }
  let bytes = 0

  /** False where it does not fit any more. */
  const take = (event: AuditEvent): boolean => {
    const { passage, fitting, tooLarge } = passedOf(event, options)
    const more = fitting.reduce((sum, item) => sum + item.bytes + 1, 0)
    const fits = batch.items.length + fitting.length <= limits.maxEvents && bytes + more <= limits.maxBytes
    if (!fits && batch.items.length > 0 && through === undefined) return false
    bytes += more
    batch.items.push(...fitting)
    batch.tooLarge.push(...tooLarge)
    batch.received += 1
    batch.violations += passage.violations
    if (passage.dropped !== undefined) batch.discarded.push({ ...passage.dropped, seq: event.seq })
    batch.receivedAt ??= event.receivedAt
    return true
  }
  /** Resolves with whether the batch is complete. */
  const extend = async (): Promise<boolean> => {
    for await (const piece of piecesAfter(context, ALL, batch.through, signal)) {
      if ('gap' in piece) {
        const { from, to, count, reason } = piece.gap
        if (through !== undefined && from > through) return true
        const before = gaps.get(reason)
        gaps.set(reason, { from: before?.from ?? from, to, count: (before?.count ?? 0) + count, reason })
        batch.through = to
        continue
      }
      for (const event of piece.events) {
        if ((through !== undefined && event.seq > through) || !take(event)) return true
        batch.through = event.seq
        await pause()
      }
      batch.through = through === undefined ? piece.through : Math.min(piece.through, through)
      if (batch.through === through || (through === undefined && batch.received >= MAX_LOOKED_AT)) return true
    }
    return batch.through >= (through ?? trail.lastSeq)
  }

  // What is sealed and what is not takes two looks.
  for (let before = after; !(await extend()) && batch.through > before; before = batch.through);
  return { ...batch, gaps: [...gaps.values()] }
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
    receivedAt: undefined as string | undefined,
  }
}

/** What filters and plan leave of an event, in the form of the receiver, parted by whether it takes so much. */
export function passedOf(event: AuditEvent, { pipeline, eventNames, encode, limits }: FormOptions) {
  const passage = pipeline(payloadOf(event, eventNames))
  const items = passage.payloads.map((payload) => itemOf(payload, event.seq, encode))
  const fits = ({ bytes }: Item) => bytes <= limits.maxEventBytes
  return { passage, fitting: items.filter(fits), tooLarge: items.filter((item) => !fits(item)) }
}

export function itemOf(payload: Payload, seq: number, encode: (payload: Payload) => string): Item {
  const text = encode(payload)
  return { seq, messageId: payload.messageId, text, bytes: Buffer.byteLength(text) }
}
