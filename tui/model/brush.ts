import type { Histogram } from '../../protocol/request.js'
import { formatTime } from '../../protocol/time.js'

/** What of the histogram is picked out, by time: its columns become others with each count. */
export interface Brush {
  /** In the column that has the cursor; without it that is the last one. */
  readonly atMs?: number
  /** In the column where a stretch was begun. */
  readonly beganMs?: number
}

/** Columns of equal time, as many as are drawn. */
export interface TimeColumns {
  readonly fromMs: number
  readonly columnMs: number
  readonly length: number
}

export const timeColumns = ({ from, intervalMs, counts }: Histogram, length: number): TimeColumns => ({
  fromMs: Date.parse(from),
  columnMs: (intervalMs * counts.length) / length,
  length,
})

export function columnAt({ fromMs, columnMs, length }: TimeColumns, atMs: number | undefined): number {
  if (atMs === undefined) return length - 1
  return Math.max(0, Math.min(length - 1, Math.floor((atMs - fromMs) / columnMs)))
}

/** In the middle of a column, so that it is found again in spite of rounding. */
export const timeIn = ({ fromMs, columnMs }: TimeColumns, column: number): number => fromMs + (column + 0.5) * columnMs

/** The first and last column that are picked out. */
export function pickedColumns(columns: TimeColumns, { atMs, beganMs }: Brush): readonly [first: number, last: number] {
  const at = columnAt(columns, atMs)
  const began = beganMs === undefined ? at : columnAt(columns, beganMs)
  return [Math.min(at, began), Math.max(at, began)]
}

/** From when, and until before when, some columns reach: whole ms, as times are. */
export function stretchOf(
  { fromMs, columnMs }: TimeColumns,
  [first, last]: readonly [first: number, last: number],
): { readonly fromMs: number; readonly toMs: number } {
  const start = Math.ceil(fromMs + first * columnMs)
  return { fromMs: start, toMs: Math.max(start + 1, Math.ceil(fromMs + (last + 1) * columnMs)) }
}

export const timesOf = ({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }): string =>
  `since:${formatTime(fromMs)} until:${formatTime(toMs)}`
