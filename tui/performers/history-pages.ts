import type { AuditEvent } from '../../protocol/event.js'
import type { Page } from '../../protocol/request.js'
import { formatTime, LATEST_MS, parseTime } from '../../protocol/time.js'
import type { Place, RowsEffect } from '../model/effect/rows.js'
import { compareByTime, type Edge, type Window } from '../model/rows.js'

/** One page of the trail. */
export type FetchPage = (filter: string, order: 'newest' | 'oldest', cursor?: string) => Promise<Page>

export type FetchMore = Extract<RowsEffect, { type: 'fetch-more' }>
export type Find = Extract<RowsEffect, { type: 'find' }>

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
  const parting = 'from' in place ? place.from : after(place.around)
  const [older, newer] = await Promise.all([
    page(`${under} until:${parting}`, 'newest'),
    page(`${under} since:${parting}`, 'oldest'),
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

/** The next event beyond one, of several at the same time the next by seq; undefined where there is none. */
export async function fetchNext(
  page: FetchPage,
  { filter, base, beyond, sought: { direction } }: Find,
): Promise<AuditEvent | undefined> {
  const under = base === undefined ? filter : upTo(filter, base)
  const [order, by] = direction === 'earlier' ? (['newest', -1] as const) : (['oldest', 1] as const)
  const side = beyond && (direction === 'earlier' ? ` until:${after(beyond.timestamp)}` : ` since:${beyond.timestamp}`)
  for (let cursor: string | undefined; ; ) {
    const { events, next } = await page(`${under}${side ?? ''}`, order, cursor)
    const found = events.find((event) => beyond === undefined || compareByTime(event, beyond) * by > 0)
    if (found !== undefined || next === undefined) return found
    cursor = next
  }
}

const upTo = (filter: string, base: number): string => `${filter} seq:..${base}`.trim()

const edge = ({ next }: Page): Edge => (next === undefined ? 'end' : { cursor: next })

/** The millisecond after a time. */
const after = (timestamp: string): string => formatTime(Math.min(LATEST_MS, parseTime(timestamp)! + 1))
