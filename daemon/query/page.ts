import { encodeCursor } from '../../protocol/cursor.js'
import type { AuditEvent } from '../../protocol/event.js'
import type { OnProgress } from '../../protocol/progress.js'
import type { Page, Params } from '../../protocol/request.js'
import { queryArchive } from './archive-page.js'
import type { Within } from './asked-filter.js'
import type { Context } from './context.js'
import { inOrder } from './in-order.js'
import { boundsNow, cutoffMs, readPageCursor } from './moment.js'
import { pacer } from './pace.js'
import { planOf } from './plan.js'

/** One page; looks for one event more than it gives, so that the last page says it is the last. */
export async function query(
  context: Context,
  params: Params<'query'> & Within,
  signal: AbortSignal,
  onProgress?: OnProgress,
): Promise<Page> {
  if (params.archive === true) return queryArchive(context, params, signal)
  const { trail } = context
  const { order = 'newest', limit = 100 } = params
  const cursor = params.cursor === undefined ? undefined : readPageCursor(params.cursor, trail, order)
  const view = await trail.view()
  try {
    const bounds = cursor === undefined ? boundsNow(context, view) : { ...cursor, cutoffMs: cutoffMs(context) }
    const plan = planOf(params, bounds)
    const pause = pacer(signal)
    const events: AuditEvent[] = []
    for (const chunk of inOrder(view, plan, order, limit + 1, cursor, onProgress)) {
      events.push(...chunk)
      if (events.length > limit) break
      await pause()
    }
    const { asOf, nowMs } = bounds
    const last = events[limit - 1]
    const damaged = view.leftOut.within(plan.fromSeq, plan.toSeq)
    if (events.length <= limit || last === undefined) return { events, asOf, ...damaged }
    const { id, epoch } = trail
    const place = { timestampMs: Date.parse(last.timestamp), seq: last.seq }
    return {
      events: events.slice(0, limit),
      asOf,
      ...damaged,
      next: encodeCursor({ kind: 'page', trail: id, epoch, order, asOf, nowMs, ...place }),
    }
  } finally {
    await view.close()
  }
}
