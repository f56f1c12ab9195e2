import type { AuditEvent } from '../../protocol/event.js'
import type { Rows, Shift } from './rows.js'
import type { Entry } from './tape.js'

/** What of the rows is in sight, and where the cursor is. */
export interface Viewport {
  /** Index of the first row in sight. */
  top: number
  cursor: number
  /** The newest row is always in sight and the cursor on it. Anything else stands still. */
  follow: boolean
  /** The entry the cursor was put on: it is found again when the rows change. */
  anchor: Entry | undefined
  /** What came since it stands still: in sight of the filter, and hidden by it. */
  waiting: number
  hidden: number
}

export const newViewport = (): Viewport => ({
  top: 0,
  cursor: 0,
  follow: true,
  anchor: undefined,
  waiting: 0,
  hidden: 0,
})

/** After rows came at the end or the height changed. */
export function settle(view: Viewport, rows: Rows, height: number): void {
  const last = Math.max(0, rows.length - 1)
  if (view.follow) {
    view.cursor = last
    view.top = Math.max(0, rows.length - height)
    view.anchor = rows.at(last)
    return
  }
  view.cursor = Math.min(Math.max(0, view.cursor), last)
  view.top = Math.min(view.top, view.cursor)
  view.top = Math.max(0, view.top, view.cursor - height + 1)
}

/** Rows came or went elsewhere than at the end: what is in sight stays where it is. */
export function shift(view: Viewport, { at, by }: Shift): void {
  if (view.cursor >= at) view.cursor = Math.max(0, view.cursor + by)
  if (view.top >= at) view.top = Math.max(0, view.top + by)
}

/** The rows are others now: the cursor goes to the entry it was on, in the same line of the screen where that can be. */
export function findAgain(view: Viewport, rows: Rows, height: number): void {
  if (!view.follow && view.anchor !== undefined) {
    const line = view.cursor - view.top
    view.cursor = rows.indexNear(view.anchor)
    view.top = Math.max(0, Math.min(view.cursor - line, rows.length - height))
  }
  settle(view, rows, height)
}

/** So many rows are in sight on either side of an event that is looked up. */
const NEIGHBOURS = 3

/** Brings the neighbours of the cursor's row in sight, where there are any. */
export function showNeighbours(view: Viewport, rows: Rows, height: number): void {
  const margin = Math.min(NEIGHBOURS, (height - 1) >> 1)
  const line = Math.max(margin, Math.min(view.cursor - view.top, height - 1 - margin))
  view.top = Math.max(0, Math.min(view.cursor - line, rows.length - height))
}

/** Moves the cursor and stands still from then on; where there is nothing to stand on, nothing happens. */
export function moveTo(view: Viewport, rows: Rows, index: number, height: number): void {
  if (rows.length === 0) return
  pause(view)
  view.cursor = Math.min(Math.max(0, index), Math.max(0, rows.length - 1))
  view.anchor = rows.at(view.cursor)
  settle(view, rows, height)
}

/** Moves what is in sight by rows, the cursor only as far as it must to stay in sight. */
export function scrollBy(view: Viewport, rows: Rows, by: number, height: number): void {
  pause(view)
  view.top = Math.min(Math.max(0, view.top + by), Math.max(0, rows.length - height))
  const cursor = Math.min(Math.max(view.cursor, view.top), view.top + height - 1)
  if (cursor !== view.cursor) moveTo(view, rows, cursor, height)
}

export function pause(view: Viewport): void {
  if (!view.follow) return
  view.follow = false
  view.waiting = 0
  view.hidden = 0
}

export function resume(view: Viewport, rows: Rows, height: number): void {
  view.follow = true
  view.waiting = 0
  view.hidden = 0
  settle(view, rows, height)
}

/** The nearest row beyond the cursor in a direction for which `wanted` holds. */
export function findRow(view: Viewport, rows: Rows, by: 1 | -1, wanted: (entry: Entry) => boolean): number | undefined {
  for (let i = view.cursor + by; i >= 0 && i < rows.length; i += by) {
    const entry = rows.at(i)
    if (entry !== undefined && wanted(entry)) return i
  }
  return undefined
}

export const isFailure = ({ outcome }: AuditEvent): boolean => outcome === 'failure'
