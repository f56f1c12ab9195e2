import type { Filter } from '../../protocol/filter/filter.js'
import { formatTime } from '../../protocol/time.js'
import type { Browse } from './browse.js'
import { chipsOf } from './chips.js'
import type { Effect } from './effect.js'
import { facetRequests, panesWanted } from './facet-panes.js'
import type { Model } from './model.js'
import { isNotice } from './tape.js'

/** Counts are asked for again this long after the last time, where events have come meanwhile; */
const RECOUNT_MS = 5000
/** and after so many times as long as it took to count, so that a large trail is not counted without end. */
const RECOUNT_PATIENCE = 10

/** The rows of the current filter that the tape does not have, around where the cursor is. */
export function askForWindow(browse: Browse): Effect[] {
  const { name, list, view, filter } = browse
  if (list.base === 0) {
    list.setWindow({ events: [], older: 'end', newer: 'end' })
    return []
  }
  browse.fetching = 'window'
  const { anchor } = view
  const inHistory = !view.follow && anchor !== undefined && !isNotice(anchor) && anchor.seq <= list.base
  const place = inHistory ? { around: anchor.timestamp } : 'newest'
  return [{ type: 'fetch-window', of: name, filter: filter.text, base: list.base, place }]
}

/** More rows before who scrolls there has to wait for them. */
export function askForMore({ connection, listRows }: Model, browse: Browse): Effect[] {
  const { list, view, filter, fetching } = browse
  if (connection.kind !== 'open' || fetching !== undefined) return []
  const nearTop = view.follow ? list.length < listRows : view.top < 2 * listRows
  const [first, last] = [list.history[0], list.history.at(-1)]
  if (list.older !== 'end' && nearTop && first !== undefined) {
    browse.fetching = 'older'
    return [
      {
        type: 'fetch-more',
        of: browse.name,
        direction: 'older',
        filter: filter.text,
        base: list.base,
        from: first.timestamp,
        ...list.older,
      },
    ]
  }
  if (list.newer !== 'end' && !view.follow && view.top + 3 * listRows > list.history.length && last !== undefined) {
    browse.fetching = 'newer'
    return [
      {
        type: 'fetch-more',
        of: browse.name,
        direction: 'newer',
        filter: filter.text,
        base: list.base,
        from: last.timestamp,
        ...list.newer,
      },
    ]
  }
  return []
}

/** Everything that is counted over the whole trail. */
export function askForCounts(model: Model, browse: Browse): Effect[] {
  if (model.connection.kind !== 'open') return []
  browse.countedAtMs = model.nowMs
  browse.countingMs = undefined
  browse.uncounted = 0
  const { name: of, filter } = browse
  const { text } = filter
  return [
    ...(text === '' ? [] : [{ type: 'count', of, purpose: 'applied', filter: text } as const]),
    ...askForChips(browse),
    askForFacets(model, browse),
    {
      type: 'fetch-histogram',
      of,
      filter: text,
      buckets: Math.min(1000, model.chartColumns),
      ...edgesOf(filter.filter),
    },
  ]
}

/** Of a time picked out the whole is shown, also where nothing happened at its ends. */
function edgesOf({ terms }: Filter): { readonly from: string; readonly to: string } | undefined {
  const at = (wanted: 'since' | 'until') =>
    terms.flatMap((term) =>
      term.key === wanted && !term.negated && term.time.kind === 'instant' ? [formatTime(term.time.atMs)] : [],
    )[0]
  const [from, to] = [at('since'), at('until')]
  return from === undefined || to === undefined || from >= to ? undefined : { from, to }
}

function askForFacets({ panesInSight }: Model, browse: Browse): Effect {
  const asked = panesWanted(panesInSight)
  browse.facets = { ...browse.facets, asked }
  return facetRequests(browse.name, browse.filter.text, asked)
}

/** The values of a pane that has come in sight. */
export function askForPanes(model: Model, browse: Browse): Effect[] {
  const { connection, hello, panesInSight } = model
  if (connection.kind !== 'open' || hello === undefined) return []
  const all = panesWanted(panesInSight).every((pane) => browse.facets.asked.includes(pane))
  return all ? [] : [askForFacets(model, browse)]
}

/** Of one chip alone the count of the filter says it. */
function askForChips(browse: Browse): Effect[] {
  const terms = chipsOf(browse).map(({ text }) => text)
  return terms.length < 2 ? [] : [{ type: 'count-chips', of: browse.name, terms }]
}

export function countsAreStale({ nowMs }: Model, { uncounted, countedAtMs, countingMs }: Browse): boolean {
  return (
    uncounted > 0 &&
    countingMs !== undefined &&
    nowMs - countedAtMs >= Math.max(RECOUNT_MS, RECOUNT_PATIENCE * countingMs)
  )
}
