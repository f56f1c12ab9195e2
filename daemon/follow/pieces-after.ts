import type { CompiledFilter } from '../../protocol/filter/filter.js'
import type { Within } from '../query/asked-filter.js'
import type { Context } from '../query/context.js'
import { boundsNow, cutoffMs } from '../query/moment.js'
import { pacer } from '../query/pace.js'
import { planOf } from '../query/plan.js'
import type { Trail } from '../store/trail.js'
import type { Lane } from './lane.js'
import { type Piece, piecesOfSegments, piecesOfTail } from './pieces.js'

/** Followers read from memory where they can, so they need the trail itself. */
export interface FollowContext extends Context {
  readonly trail: Trail
  /** Of followers that may take long; none of those that may have all the time there is. */
  readonly lane?: Lane
}

export interface Wanted extends Within {
  readonly filter?: string
  readonly timeZone?: string
  /** The same filter, compiled. */
  readonly live: CompiledFilter
  /** Events in one piece, about. */
  readonly size: number
}

/**
 * What there is after a position, in seq order, up to about now: from memory where
 * all of it is there; else from the segments, and then what is not sealed yet takes
 * another call. It holds a view open until it is read to its end or left.
 */
export async function* piecesAfter(
  context: FollowContext,
  { live, size, ...params }: Wanted,
  position: number,
  signal: AbortSignal,
): AsyncGenerator<Piece> {
  const { trail, lane } = context
  const recent = trail.recent(position)
  if (recent !== undefined) {
    let sinceMs = performance.now()
    for (const piece of piecesOfTail(recent, position, cutoffMs(context), live, size)) {
      const spentMs = performance.now() - sinceMs
      yield piece
      await lane?.rest(spentMs, signal)
      sinceMs = performance.now()
    }
    return
  }
  const view = trail.view()
  const pause = pacer(signal)
  try {
    const plan = planOf(params, { ...boundsNow(context, view), cutoffMs: Number.NEGATIVE_INFINITY })
    let sinceMs = performance.now()
    for (const piece of piecesOfSegments(view, plan, position, cutoffMs(context), size)) {
      const spentMs = performance.now() - sinceMs
      yield piece
      await lane?.rest(spentMs, signal)
      await pause()
      sinceMs = performance.now()
    }
  } finally {
    await view.close()
  }
}
