import { decodeCursor, encodeCursor } from '../../protocol/cursor.js'
import { TrailError } from '../../protocol/error.js'
import type { AuditEvent } from '../../protocol/event.js'
import { compileFilter } from '../../protocol/filter/compile.js'
import type { Params, SubscribeFrame } from '../../protocol/request.js'
import { askedFilter, type Within } from '../query/asked-filter.js'
import { checkCursor, type PageCursor, readPageCursor } from '../query/moment.js'
import type { Lane } from '../store/lane.js'
import type { Trail } from '../store/trail.js'
import { type BacklogFrame, backlog } from './backlog.js'
import { type FollowContext, piecesAfter } from './pieces-after.js'

/** Events in one frame, at most. */
const MAX_FRAME_EVENTS = 500
/** A stretch without matches after which the cursor is told all the same. */
const QUIET_SEQS = 4096

/**
 * Every match after a position, in seq order, history and live by one road, for as
 * long as the caller keeps asking. The log is the queue: a follower holds one
 * number, so a slow one costs no memory and loses nothing. What is no longer there
 * is told as a gap, whatever the filter. Throws `invalid-filter`, `unknown-cursor`.
 */
export async function* follow(
  context: FollowContext,
  params: Params<'subscribe'> & Within,
  signal: AbortSignal,
  /** Of the client. */
  lane?: Lane,
  /** Told how far it has looked. */
  onPosition: (seq: number) => void = () => {},
): AsyncGenerator<SubscribeFrame> {
  const { trail, now } = context
  const { timeZone, after } = params
  const live = compileFilter(askedFilter(params), { now, ...(timeZone !== undefined && { timeZone }) })
  const cursor = (seq: number) => encodeCursor({ kind: 'seq', trail: trail.id, epoch: trail.epoch, seq })

  const { asOf, behind } = startOf(after, trail)
  let position = asOf
  onPosition(position)
  if (behind !== undefined || typeof after !== 'string') {
    let last: BacklogFrame | undefined
    const beginning = behind ?? { asOf, nowMs: now() }
    for await (const frame of backlog(context, params, beginning, MAX_FRAME_EVENTS, signal, lane)) {
      if (last !== undefined) yield last
      last = frame
    }
    // At least one frame, and at once: who is cut off before the first match goes on from its cursor.
    yield { events: last?.events ?? [], cursor: cursor(position) }
  }
  let told = position
  const wanted = { ...params, live, size: MAX_FRAME_EVENTS, lane }
  for (;;) {
    await trail.past(position, signal)
    let events: AuditEvent[] = []
    const before = position
    for await (const piece of piecesAfter(context, wanted, position, signal)) {
      if ('gap' in piece) {
        if (events.length > 0) yield { events, cursor: cursor(position) }
        events = []
        position = piece.gap.to
        onPosition(position)
        told = position
        yield { gap: piece.gap, cursor: cursor(position) }
        continue
      }
      events.push(...piece.events)
      position = piece.through
      onPosition(position)
      if (events.length >= MAX_FRAME_EVENTS || (events.length === 0 && position - told >= QUIET_SEQS)) {
        told = position
        yield { events, cursor: cursor(position) }
        events = []
      }
    }
    if (events.length > 0) {
      told = position
      yield { events, cursor: cursor(position) }
    }
    if (position === before)
      throw new TypeError(`Cannot follow: nothing stands between ${position} and ${trail.lastSeq}`)
  }
}

/** The seq to follow from, and where in the backlog of a subscription that began there the last one was cut off. */
function startOf(after: Params<'subscribe'>['after'], trail: Trail): { asOf: number; behind?: PageCursor } {
  if (typeof after === 'string') {
    const cursor = decodeCursor(after)
    if (cursor.kind === 'page') {
      const behind = readPageCursor(after, trail, 'oldest')
      return { asOf: behind.asOf, behind }
    }
    checkCursor(cursor, trail)
    return { asOf: withinTrail(cursor.seq, trail) }
  }
  return { asOf: after === undefined ? trail.lastSeq : withinTrail(after, trail) }
}

function withinTrail(seq: number, trail: Trail): number {
  if (seq <= trail.lastSeq) return seq
  throw new TrailError('unknown-cursor', `Cannot follow: ${seq} is beyond the end of the trail, ${trail.lastSeq}`)
}
