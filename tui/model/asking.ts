import type { Effect } from './effect.js'
import { facetRequests } from './facet-panes.js'
import type { Model } from './model.js'
import { isNotice } from './tape.js'

/** Counts are asked for again this long after the last time, where events have come meanwhile; */
const RECOUNT_MS = 5000
/** and after so many times as long as it took to count, so that a large trail is not counted without end. */
const RECOUNT_PATIENCE = 10

/** The rows of the current filter that the tape does not have, around where the cursor is. */
export function askForWindow(model: Model): Effect[] {
  const { list, view, filter } = model
  if (list.base === 0) {
    list.setWindow({ events: [], older: 'end', newer: 'end' })
    return []
  }
  model.fetching = 'window'
  const { anchor } = view
  const inHistory = !view.follow && anchor !== undefined && !isNotice(anchor) && anchor.seq <= list.base
  const place = inHistory ? { around: anchor.timestamp } : 'newest'
  return [{ type: 'fetch-window', filter: filter.text, base: list.base, place }]
}

/** More rows before who scrolls there has to wait for them. */
export function askForMore(model: Model): Effect[] {
  const { list, view, listRows, filter, connection, fetching } = model
  if (connection.kind !== 'open' || fetching !== undefined) return []
  const nearTop = view.follow ? list.length < listRows : view.top < 2 * listRows
  const [first, last] = [list.history[0], list.history.at(-1)]
  if (list.older !== 'end' && nearTop && first !== undefined) {
    model.fetching = 'older'
    return [
      {
        type: 'fetch-more',
        direction: 'older',
        filter: filter.text,
        base: list.base,
        from: first.timestamp,
        ...list.older,
      },
    ]
  }
  if (list.newer !== 'end' && !view.follow && view.top + 3 * listRows > list.history.length && last !== undefined) {
    model.fetching = 'newer'
    return [
      {
        type: 'fetch-more',
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
export function askForCounts(model: Model): Effect[] {
  if (model.connection.kind !== 'open') return []
  model.countedAtMs = model.nowMs
  model.countingMs = undefined
  model.uncounted = 0
  const { text } = model.filter
  return [
    ...(text === '' ? [] : [{ type: 'count', purpose: 'applied', filter: text } as const]),
    facetRequests(text),
    { type: 'fetch-histogram', filter: text, buckets: Math.min(1000, model.chartColumns) },
  ]
}

export function countsAreStale({ uncounted, countedAtMs, countingMs, nowMs }: Model): boolean {
  return (
    uncounted > 0 &&
    countingMs !== undefined &&
    nowMs - countedAtMs >= Math.max(RECOUNT_MS, RECOUNT_PATIENCE * countingMs)
  )
}
