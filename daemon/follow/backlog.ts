import { encodeCursor } from '../../protocol/cursor.js'
import type { AuditEvent } from '../../protocol/event.js'
import type { Params } from '../../protocol/request.js'
import type { Within } from '../query/asked-filter.js'
import type { Context } from '../query/context.js'
import { inOrder, type Position } from '../query/in-order.js'
import { cutoffMs } from '../query/moment.js'
import { pacer } from '../query/pace.js'
import { planOf } from '../query/plan.js'
import { inLane, type Lane } from '../store/lane.js'
import type { Trail } from '../store/trail.js'

interface BacklogContext extends Context {
  readonly trail: Trail
}

/**
 * The trail as it was when a subscription began: its last seq, and the instant at
 * which relative times were fixed; and of one that was cut off amid its backlog, the
 * last event that came.
 */
export type Beginning = { readonly asOf: number; readonly nowMs: number } & (Position | { readonly seq?: undefined })

export interface BacklogFrame {
  readonly events: AuditEvent[]
  /** Where the rest begins. */
  readonly cursor: string
}

/**
 * The newest matches of the beginning, ordered by time, in frames of `size`; or what
 * is left of them. A frame's cursor is that of a page, oldest first: a place in time
 * is enough to find the rest again.
 */
export async function* backlog(
  context: BacklogContext,
  params: Params<'subscribe'> & Within,
  beginning: Beginning,
  size: number,
  signal: AbortSignal,
  lane?: Lane,
): AsyncGenerator<BacklogFrame> {
  const { asOf, nowMs } = beginning
  const { id, epoch } = context.trail
  const frame = (events: AuditEvent[]): BacklogFrame => {
    const { timestamp, seq } = events.at(-1)!
    const place = { timestampMs: Date.parse(timestamp), seq }
    return { events, cursor: encodeCursor({ kind: 'page', trail: id, epoch, order: 'oldest', asOf, nowMs, ...place }) }
  }
  const view = context.trail.view()
  const pause = pacer(signal)
  const stepped = <T>(steps: Iterable<T>) => (lane === undefined ? steps : inLane(steps, lane, signal))
  try {
    const plan = planOf(params, { nowMs, asOf, cutoffMs: cutoffMs(context) })
    if (beginning.seq !== undefined) {
      for await (const chunk of stepped(inOrder(view, plan, 'oldest', size, beginning))) {
        if (chunk.length > 0) yield frame([...chunk])
        await pause()
      }
      return
    }
    const count = params.after === undefined ? (params.backlog ?? 0) : 0
    const newest: AuditEvent[] = []
    for await (const chunk of count === 0 ? [] : stepped(inOrder(view, plan, 'newest', count))) {
      newest.push(...chunk)
      if (newest.length >= count) break
      await pause()
    }
    const events = newest.slice(0, count).reverse()
    for (let sent = 0; sent < events.length; sent += size) yield frame(events.slice(sent, sent + size))
  } finally {
    await view.close()
  }
}
