import type { Command } from '../keymap/keymap.js'
import { browseOf } from '../model/browse.js'
import { columnAt, pickedColumns, stretchOf, type TimeColumns, timeColumns, timeIn, timesOf } from '../model/brush.js'
import type { Effect } from '../model/effect.js'
import { withTimes } from '../model/filter-edit.js'
import type { Model } from '../model/model.js'
import { applyFilter } from '../model/narrowing.js'
import type { Action } from './action.js'
import { back, focusOn } from './panes.js'

function columnsIn(model: Model): TimeColumns | undefined {
  const { histogram } = browseOf(model)
  return histogram === undefined || histogram.counts.length === 0
    ? undefined
    : timeColumns(histogram, model.chartColumns)
}

const bucketBy =
  (to: (at: number, length: number) => number): Action =>
  (model) => {
    const browse = browseOf(model)
    const columns = columnsIn(model)
    if (columns === undefined) return []
    const { length } = columns
    const column = Math.max(0, Math.min(length - 1, to(columnAt(columns, browse.brush.atMs), length)))
    browse.brush = { ...browse.brush, atMs: timeIn(columns, column) }
    return []
  }

const tenth = (length: number): number => Math.max(1, Math.round(length / 10))

function beginStretch(model: Model): Effect[] {
  const browse = browseOf(model)
  const columns = columnsIn(model)
  const { atMs, beganMs } = browse.brush
  if (columns === undefined) return []
  const here = timeIn(columns, columnAt(columns, atMs))
  browse.brush = { atMs: here, ...(beganMs === undefined && { beganMs: here }) }
  return []
}

function zoomIn(model: Model): Effect[] {
  const browse = browseOf(model)
  const columns = columnsIn(model)
  if (columns === undefined) return []
  const times = timesOf(stretchOf(columns, pickedColumns(columns, browse.brush)))
  browse.brush = {}
  return applyFilter(model, withTimes(browse.filter.text, times))
}

/**
 * The mouse goes down on a column: it is picked out, where it is not so already. What the
 * pointer then holds is the time there, as columns become others with each count.
 */
export function bucketPressed(model: Model, column: number): string | undefined {
  const browse = browseOf(model)
  const columns = columnsIn(model)
  if (columns === undefined || column < 0 || column >= columns.length) return undefined
  const [first, last] = pickedColumns(columns, browse.brush)
  const again = browse.focus === 'histogram' && column >= first && column <= last
  const atMs = timeIn(columns, column)
  if (!again) {
    focusOn(model, 'histogram')
    browse.brush = { atMs }
  }
  return `bucket:${atMs}:${again ? 'again' : ''}`
}

/** Picks out from where the mouse went down to where it is; let go there, only that time is left. Without a way between, `again` zooms in. */
export function bucketsDragged(model: Model, beganMs: number, again: boolean, column: number, over: boolean): Effect[] {
  const browse = browseOf(model)
  const columns = columnsIn(model)
  // Who left the histogram meanwhile does not want it any more.
  if (columns === undefined || browse.focus !== 'histogram') return []
  const at = Math.max(0, Math.min(columns.length - 1, column))
  const moved = at !== columnAt(columns, beganMs)
  if (moved || browse.brush.beganMs === beganMs) browse.brush = { atMs: timeIn(columns, at), beganMs }
  if (!over) return []
  if (moved || again) return zoomIn(model)
  browse.brush = { atMs: timeIn(columns, at) }
  return []
}

export const HISTOGRAM_ACTIONS = {
  histogram: (model) => {
    if (browseOf(model).focus === 'histogram') return back(model)
    focusOn(model, 'histogram')
    return []
  },
  'next-bucket': bucketBy((at) => at + 1),
  'previous-bucket': bucketBy((at) => at - 1),
  'later-buckets': bucketBy((at, length) => at + tenth(length)),
  'earlier-buckets': bucketBy((at, length) => at - tenth(length)),
  'first-bucket': bucketBy(() => 0),
  'last-bucket': bucketBy((_, length) => length - 1),
  'begin-stretch': beginStretch,
  'zoom-in': zoomIn,
} as const satisfies Partial<Record<Command, Action>>
