import { TrailError } from '../../protocol/error.js'
import type { Order, SeqRange } from '../../protocol/request.js'
import type { View } from '../store/trail.js'
import type { Context, Scan, ScanHead, ScanParams } from './context.js'
import { countMatches } from './count.js'
import { inOrder, type Position } from './in-order.js'
import { boundsNow, cutoffMs, readPageCursor } from './moment.js'
import { pacer } from './pace.js'
import { type Plan, planOf } from './plan.js'

/** Rows a step. */
export const CHUNK = 500

/** What is scanned, as of one moment. */
export interface Scanning {
  readonly view: View
  readonly plan: Plan
  readonly order: Order
  /** Behind which row. */
  readonly after: Position | undefined
}

export async function scan(context: Context, params: ScanParams, signal: AbortSignal): Promise<Scan> {
  return scanned(context, params, signal, ({ view, plan, order, after }) => inOrder(view, plan, order, CHUNK, after))
}

/** A scan whose bounded steps are made by the caller; those without anything are left out. */
export async function scanned<T extends { readonly length: number }>(
  context: Context,
  params: ScanParams,
  signal: AbortSignal,
  steps: (scanning: Scanning) => Iterable<T>,
): Promise<ScanHead & { readonly batches: AsyncIterable<T> }> {
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
    return {
      asOf: bounds.asOf,
      nowMs: bounds.nowMs,
      total,
      batches: paced(
        steps({ view, plan, order, after: cursor }),
        () => view.leftOut.within(plan.fromSeq, plan.toSeq).damaged,
        close,
        signal,
      ),
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function* paced<T extends { readonly length: number }>(
  steps: Iterable<T>,
  leftOut: () => readonly SeqRange[] | undefined,
  close: () => Promise<void>,
  signal: AbortSignal,
): AsyncGenerator<T> {
  const pause = pacer(signal)
  try {
    for (const step of steps) {
      if (step.length > 0) yield step
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
