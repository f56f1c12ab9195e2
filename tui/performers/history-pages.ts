import type { Page } from '../../protocol/request.js'
import { formatTime, LATEST_MS, parseTime } from '../../protocol/time.js'
import type { Place, RowsEffect } from '../model/effect/rows.js'
import type { Edge, Window } from '../model/rows.js'

/** One page of the trail. */
export type FetchPage = (filter: string, order: 'newest' | 'oldest', cursor?: string) => Promise<Page>

export type FetchMore = Extract<RowsEffect, { type: 'fetch-more' }>

/** Matching events up to seq `base`, in the order of the list, around a place. */
export async function fetchWindow(page: FetchPage, filter: string, base: number, place: Place): Promise<Window> {
  const under = upTo(filter, base)
  if (place === 'newest') {
    const newest = await page(under, 'newest')
    return { events: newest.events.toReversed(), older: edge(newest), newer: 'end' }
  }
  if (place === 'oldest') {
    const oldest = await page(under, 'oldest')
    return { events: oldest.events, older: 'end', newer: edge(oldest) }
  }
  const [older, newer] = await Promise.all([
    page(`${under} until:${after(place.around)}`, 'newest'),
    page(`${under} since:${after(place.around)}`, 'oldest'),
  ])
  return { events: [...older.events.toReversed(), ...newer.events], older: edge(older), newer: edge(newer) }
}

/** The next page at one end. A cursor goes on where it was made; without one, the page begins at the time of the last row. */
export async function fetchMore(
  page: FetchPage,
  { direction, filter, base, from, cursor }: FetchMore,
): Promise<{ events: Window['events']; edge: Edge }> {
  const under = upTo(filter, base)
  if (direction === 'older') {
    const found = await page(cursor === undefined ? `${under} until:${after(from)}` : under, 'newest', cursor)
    return { events: found.events.toReversed(), edge: edge(found) }
  }
  const found = await page(cursor === undefined ? `${under} since:${from}` : under, 'oldest', cursor)
  return { events: found.events, edge: edge(found) }
}

const upTo = (filter: string, base: number): string => `${filter} seq:..${base}`.trim()

const edge = ({ next }: Page): Edge => (next === undefined ? 'end' : { cursor: next })

/** The millisecond after a time. */
const after = (timestamp: string): string => formatTime(Math.min(LATEST_MS, parseTime(timestamp)! + 1))
