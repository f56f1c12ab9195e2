import type { CompiledFilter } from '../../protocol/filter/filter.js'
import type { Within } from '../query/asked-filter.js'
import type { Context } from '../query/context.js'
import { boundsNow, cutoffMs } from '../query/moment.js'
import { pacer } from '../query/pace.js'
import { planOf } from '../query/plan.js'
import { inLane, type Lane } from '../store/lane.js'
import type { Trail } from '../store/trail.js'
import { type Piece, piecesOfSegments, piecesOfTail } from './pieces.js'

/** Followers read from memory where they can, so they need the trail itself. */
export interface FollowContext extends Context {
  readonly trail: Trail
}

export interface Wanted extends Within {
  readonly filter?: string
  readonly timeZone?: string
  /** The same filter, compiled. */
  readonly live: CompiledFilter
  /** Events in one piece, about. */
  readonly size: number
  /** Of the client; none of a follower that may have all the time there is. */
  readonly lane?: Lane | undefined
}

/**
 * What there is after a position, in seq order, up to about now: from memory where
 * all of it is there; else from the segments, and then what is not sealed yet takes
 * another call. It holds a view open until it is read to its end or left.
 */
export async function* piecesAfter(
  context: FollowContext,
  { live, size, lane, ...params }: Wanted,
  position: number,
  signal: AbortSignal,
): AsyncGenerator<Piece> {
  const { trail } = context
  const recent = trail.recent(position)
  if (recent !== undefined) {
    const pieces = piecesOfTail(recent, position, cutoffMs(context), live, size)
    if (lane === undefined) yield* pieces
    else yield* inLane(pieces, lane, signal)
    return
  }
  const view = trail.view()
  const pause = pacer(signal)
  try {
    const plan = planOf(params, { ...boundsNow(context, view), cutoffMs: Number.NEGATIVE_INFINITY })
    const pieces = piecesOfSegments(view, plan, position, cutoffMs(context), size)
    for await (const piece of lane === undefined ? pieces : inLane(pieces, lane, signal)) {
      yield piece
      await pause()
    }
  } finally {
    await view.close()
  }
}
