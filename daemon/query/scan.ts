import type { AuditEvent } from '../../protocol/event.js'
import type { View } from '../store/trail.js'
import { countMatches } from './count.js'
import { inOrder } from './in-order.js'
import { boundsNow, cutoffMs, readPageCursor } from './moment.js'
import { pacer } from './pace.js'
import { planOf } from './plan.js'
import type { Context, Scan, ScanParams } from './reading.js'

const CHUNK = 500

export async function scan(context: Context, params: ScanParams, signal: AbortSignal): Promise<Scan> {
  const { order = 'newest' } = params
  const cursor = params.cursor === undefined ? undefined : readPageCursor(params.cursor, context.trail, order)
  const view = context.trail.view()
  // Batches that nobody asks for are never ended by the generator.
  signal.addEventListener('abort', () => void view.close(), { once: true })
  try {
    const bounds = cursor === undefined ? boundsNow(context, view) : { ...cursor, cutoffMs: cutoffMs(context) }
    const plan = planOf(params, bounds)
    const total = await countMatches(view, plan, signal)
    const chunks = inOrder(view, plan, order, CHUNK, cursor)
    return { asOf: bounds.asOf, nowMs: bounds.nowMs, total, batches: paced(chunks, view, signal) }
  } catch (error) {
    await view.close()
    throw error
  }
}

async function* paced(
  chunks: Iterable<readonly AuditEvent[]>,
  view: View,
  signal: AbortSignal,
): AsyncGenerator<readonly AuditEvent[]> {
  const pause = pacer(signal)
  try {
    for (const chunk of chunks) {
      if (chunk.length > 0) yield chunk
      await pause()
    }
  } finally {
    await view.close()
  }
}
