import type { Effect } from './effect.js'
import type { Model } from './model.js'

/** Counts what the statistics show anew: of what the filter of the live view leaves. */
export function askForFigures(model: Model): Effect[] {
  model.figuresAskedAtMs = model.nowMs
  model.figuresTookMs = undefined
  const { filter } = model.browses.live
  return [{ type: 'count-figures', filter: filter.text, period: model.period, nowMs: model.nowMs }]
}
