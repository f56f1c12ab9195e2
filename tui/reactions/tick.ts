import { askForCounts, countsAreStale } from '../model/asking.js'
import { browseOf } from '../model/browse.js'
import { askForDeadAgain } from '../model/dead-letters.js'
import type { Effect } from '../model/effect.js'
import { askForFigures } from '../model/figures.js'
import { askForDestinations } from '../model/forwarding.js'
import type { Model } from '../model/model.js'
import { filterAnew, slides } from '../model/narrowing.js'
import { callForMissed } from '../model/notify.js'
import { nextSecond } from '../model/rate-meter.js'
import { figuresAreStale } from '../model/stats.js'

/** How often a filter that says `since:15m` is applied anew. */
const SLIDE_S = 30

/** What is done once a second, in this order. */
const EACH_SECOND: readonly ((model: Model) => Effect[])[] = [
  countRate,
  slideFilters,
  recount,
  watchDaemon,
  recountFigures,
  callForMissed,
  watchDestinations,
]

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

/** How often the daemon is asked about itself: while that is looked at, and else for what is told of it beside. */
const WATCHED_S = 2
const UNWATCHED_S = 10

function watchDaemon({ connection, current, seconds }: Model): Effect[] {
  const everyS = current === 'alerts' || current === 'jobs' ? WATCHED_S : UNWATCHED_S
  return connection.kind === 'open' && seconds % everyS === 1 ? [{ type: 'ask-report' }] : []
}

function recountFigures(model: Model): Effect[] {
  const wanted = model.current === 'stats' && model.connection.kind === 'open'
  return wanted && figuresAreStale(model, model.nowMs) ? askForFigures(model) : []
}

function watchDestinations(model: Model): Effect[] {
  const { current, seconds } = model
  if (current !== 'forwarding' || seconds % WATCHED_S !== 0) return []
  return [...askForDestinations(model), ...askForDeadAgain(model)]
}
