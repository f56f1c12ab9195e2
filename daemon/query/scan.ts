import { TrailError } from '../../protocol/error.js'
import type { AuditEvent } from '../../protocol/event.js'
import type { SeqRange } from '../../protocol/request.js'
import type { Context, Scan, ScanParams } from './context.js'
import { countMatches } from './count.js'
import { inOrder } from './in-order.js'
import { boundsNow, cutoffMs, readPageCursor } from './moment.js'
import { pacer } from './pace.js'
import { planOf } from './plan.js'

const CHUNK = 500

export async function scan(context: Context, params: ScanParams, signal: AbortSignal): Promise<Scan> {
  const { order = 'newest' } = params
  const cursor = params.cursor === undefined ? undefined : readPageCursor(params.cursor, context.trail, order)
  const view = await context.trail.view()
  // A generator that nobody starts never comes to its end.
  const close = () => {
    signal.removeEventListener('abort', close)
    return view.close()
  }
  signal.addEventListener('abort', close, { once: true })
  try {
    const bounds = cursor === undefined ? boundsNow(context, view) : { ...cursor, cutoffMs: cutoffMs(context) }
    const plan = planOf(params, bounds)
    const total = await countMatches(view, plan, signal)
    const chunks = inOrder(view, plan, order, CHUNK, cursor)
    return {
      asOf: bounds.asOf,
      nowMs: bounds.nowMs,
      total,
      batches: paced(chunks, () => view.leftOut.within(plan.fromSeq, plan.toSeq).damaged, close, signal),
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function* paced(
  chunks: Iterable<readonly AuditEvent[]>,
  leftOut: () => readonly SeqRange[] | undefined,
  close: () => Promise<void>,
  signal: AbortSignal,
): AsyncGenerator<readonly AuditEvent[]> {
  const pause = pacer(signal)
  try {
    for (const chunk of chunks) {
      if (chunk.length > 0) yield chunk
      await pause()
    }
    // Everything else is sent by now; a stream that left something out must not end as if it were whole.
    const damaged = leftOut()
    if (damaged !== undefined)
      throw new TrailError('damaged', `Cannot read all events: those of ${listed(damaged)} are left out`)
  } finally {
    await close()
  }
}

const MAX_LISTED = 10

function listed(ranges: readonly SeqRange[]): string {
  const some = ranges.slice(0, MAX_LISTED).map(({ from, to }) => `seq ${from} to ${to}`)
  return some.join(', ') + (ranges.length > MAX_LISTED ? ` and ${ranges.length - MAX_LISTED} more stretches` : '')
}
