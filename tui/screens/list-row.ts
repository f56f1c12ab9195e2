import type { AuditEvent } from '../../protocol/event.js'
import { isSpoofed, show } from '../../protocol/show.js'
import type { ColumnName } from '../model/columns.js'
import { highlighted } from '../view/highlight.js'
import { recent } from '../view/recent.js'
import { type PlacedColumn, rowCells, wrappedCells } from '../view/table.js'
import { fitLine, type Line, lineColumns, span } from '../view/text.js'
import { actorOf, targetOf } from './cells.js'

/** The columns of the list for one width, and how the rows are told in them. */
export interface Placement {
  readonly names: readonly ColumnName[]
  readonly placed: readonly PlacedColumn<AuditEvent>[]
  /** The rows are as they were when the daemon was last heard of. */
  readonly stale: boolean
  /** What is too long for its column goes on below. */
  readonly wrapped: boolean
}

/** Below this many columns there is room for signs, but for no letter behind them. */
export const TINY = 32
const GUTTER_SPANS = 3

/** Columns before the first cell. */
export const gutterColumns = (columns: number): number => (columns < TINY ? 3 : 4)

/** More rows than a screen has. */
const SCREENFUL = 300

/** Rows as they were drawn last, and where; most are drawn many times. */
const drawnBefore = recent<AuditEvent, { readonly placement: Placement; readonly lines: readonly Line[] }>(SCREENFUL)
/** Lines of an event that is wrapped; all of it is in the detail. */
const MOST_LINES = 8

/** One line, or where texts are wrapped as many as the longest takes. */
export function eventLines(event: AuditEvent, placement: Placement, columns: number): readonly Line[] {
  const before = drawnBefore.get(event)
  if (before?.placement === placement) return before.lines
  const click = `row:${event.seq}`
  const { placed, stale, wrapped } = placement
  const first = gutter(event, columns)
  const below: Line = [span(' '), span(' '), span(' '.repeat(Math.max(0, lineColumns(first) - 2)))]
  const lines = (wrapped ? wrappedCells(placed, event, MOST_LINES) : [rowCells(placed, event)]).map((cells, i) => {
    const told = cells.map((cell) => (stale ? { ...cell, style: 'dim' as const } : cell))
    // In this order all spans have one shape; with the click behind them V8 makes a shape for each.
    return fitLine([...(i === 0 ? first : below), ...told], columns).map((piece) => ({ click, ...piece }))
  })
  drawnBefore.set(event, { placement, lines })
  return lines
}

/** The cursor's bar, the sign of a spoofed event, and that of a failure: one may be both. */
export function gutter(event: AuditEvent, columns: number): Line {
  const after = ' '.repeat(gutterColumns(columns) - GUTTER_SPANS)
  return [
    span(' ', 'accent'),
    spoofed(event) ? span('⚠', 'warn') : span(' '),
    event.outcome === 'failure' ? span(`✗${after}`, 'bad') : span(` ${after}`),
  ]
}

/** @param cell The one under the cursor, from 0; undefined where the list has no focus. */
export const cursorRow = ([bar, ...pieces]: Line, cell: number | undefined): Line => [
  { ...bar!, text: show('▌'), on: 'row' },
  ...pieces.map((piece, i) => ({
    ...piece,
    on: cell !== undefined && i === cell + GUTTER_SPANS - 1 ? ('cell' as const) : ('row' as const),
  })),
]

/** With what was looked for marked in its cells. */
export const hitRow = ([bar, spoof, failure, ...cells]: Line, needle: string): Line => [
  bar!,
  spoof!,
  failure!,
  ...highlighted(cells, needle),
]

/** With a letter behind its signs; where there is no room, in the place of the cursor's bar. */
export function signedRow([bar, spoof, failure, ...cells]: Line, letter: string): Line {
  if (failure!.text.length > 1)
    return [bar!, spoof!, { ...failure!, text: show(`${failure!.text.slice(0, 1)}${letter}`) }, ...cells]
  return [bar!.on === 'row' ? bar! : { ...bar!, text: show(letter) }, spoof!, failure!, ...cells]
}

/** Whether anything shown of the event in the list had to be made visible. */
const spoofed = (event: AuditEvent): boolean =>
  [actorOf(event), event.action, targetOf(event), event.context?.ip ?? '', event.area].some(isSpoofed)
