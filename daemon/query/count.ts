import type { OnProgress } from '../../protocol/progress.js'
import type { Count, Params } from '../../protocol/request.js'
import type { View } from '../store/trail.js'
import type { Within } from './asked-filter.js'
import type { Context } from './context.js'
import { boundsNow } from './moment.js'
import { pacer } from './pace.js'
import { type Plan, planOf } from './plan.js'
import { selector } from './select.js'

export async function count(
  context: Context,
  params: Params<'count'> & Within,
  signal: AbortSignal,
  onProgress?: OnProgress,
): Promise<Count> {
  const view = await context.trail.view()
  try {
    const bounds = boundsNow(context, view)
    const plan = planOf(params, bounds)
    const count = await countMatches(view, plan, signal, onProgress)
    return { count, asOf: bounds.asOf, ...view.leftOut.within(plan.fromSeq, plan.toSeq) }
  } finally {
    await view.close()
  }
}

export async function countMatches(
  view: View,
  plan: Plan,
  signal: AbortSignal,
  onProgress?: OnProgress,
): Promise<number> {
  const select = selector(view, plan, onProgress)
  const pause = pacer(signal)
  let total = select.tail?.rows.length ?? 0
  for (const segment of view.segments) {
    await pause()
    if (plan.residual) {
      const selection = select.select(segment)
      if (selection !== undefined)
        total += selection.events(selection.rows).filter((event) => plan.matches(event)).length
      continue
    }
    const rows = select.rows(segment)
    if (rows !== 'none') total += rows === 'all' ? segment.rows : rows.length
  }
  return total
}
