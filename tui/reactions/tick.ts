import { askForCounts, countsAreStale } from '../model/asking.js'
import { browseOf } from '../model/browse.js'
import type { Effect } from '../model/effect.js'
import type { Model } from '../model/model.js'
import { filterAnew, slides } from '../model/narrowing.js'
import { nextSecond } from '../model/rate-meter.js'

/** How often a filter that says `since:15m` is applied anew. */
const SLIDE_S = 30

/** What is done once a second, in this order. */
const EACH_SECOND: readonly ((model: Model) => Effect[])[] = [countRate, slideFilters, recount]

export function everySecond(model: Model): Effect[] {
  model.seconds++
  return EACH_SECOND.flatMap((work) => work(model))
}

function countRate(model: Model): Effect[] {
  model.rate = nextSecond(model.rate)
  return []
}

/** What a relative time no longer reaches goes, and what it has come to reach comes. Search is as of when it asked. */
function slideFilters(model: Model): Effect[] {
  if (model.seconds % SLIDE_S !== 0) return []
  const { live } = model.browses
  if (slides(live)) filterAnew(model, live)
  return []
}

function recount(model: Model): Effect[] {
  const browse = browseOf(model)
  return countsAreStale(model, browse) ? askForCounts(model, browse) : []
}
