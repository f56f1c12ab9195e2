import { askForCounts, askForWindow } from './asking.js'
import type { Browse } from './browse.js'
import type { Effect } from './effect.js'
import { applied } from './filtering.js'
import { countHits } from './highlight.js'
import type { Model } from './model.js'

/** The highest seq there is, as far as it is known here. */
const newestSeq = ({ lastSeq, totalAsOf }: Model): number => Math.max(lastSeq, totalAsOf)

/** Asks for the trail as of now; the cursor stays on its event. */
export function askAgain(model: Model, browse: Browse): Effect[] {
  browse.askedAtMs = model.nowMs
  browse.list.base = newestSeq(model)
  return [...askForWindow(browse), ...askForCounts(model, browse), ...countHits(browse)]
}

/** Events that came since the trail was asked; they are not shown before it is asked again. */
export const newerThan = (model: Model, { list }: Browse): number => Math.max(0, newestSeq(model) - list.base)

/** Search, as it was left. At first it asks what is being looked at live. */
export function openSearch(model: Model): Effect[] {
  const { live, search } = model.browses
  model.current = 'search'
  if (search.askedAtMs !== undefined) return []
  search.filter = applied(live.filter.text, model.clock)
  search.list.filter(search.filter.compiled.matches)
  return askAgain(model, search)
}
