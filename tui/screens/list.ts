import type { AuditEvent } from '../../protocol/event.js'
import { keyOf } from '../model/binding.js'
import { type Browse, browseOf } from '../model/browse.js'
import { COLUMNS, type ColumnName, DISPLAY } from '../model/columns.js'
import { markAt } from '../model/marks.js'
import type { Model } from '../model/model.js'
import { stateOf } from '../model/overlay.js'
import { isNotice } from '../model/tape.js'
import { isStale } from '../model/trail.js'
import { memo } from '../view/memo.js'
import type { Rect } from '../view/rect.js'
import { headerCells, placeColumns, rowCells } from '../view/table.js'
import { fitLine, type Line, type Span, span } from '../view/text.js'
import { type Clock, clockIn, type TimeMode } from '../view/time.js'
import { listColumns, type TimeColumns, todayIn } from './cells.js'
import { layoutOf } from './layout.js'
import { cursorRow, eventLines, gutter, gutterColumns, hitRow, type Placement, signedRow, TINY } from './list-row.js'
import { noticeRow } from './notice-row.js'

/** On a narrow screen who did what counts more than to what; on the narrowest what counts most. */
const NARROW = 60

/** Rows of the list's rectangle that hold events; the first holds the titles where there is room. */
export const rowsInSight = ({ rows }: Pick<Rect, 'rows'>): number => (rows >= 5 ? rows - 1 : rows)

/** The room for times goes by the layout alone: were it by what is in sight, all columns would jump as it moves. */
function timeColumns(columns: number): TimeColumns {
  if (columns < TINY) return 3
  if (columns < 44) return 8
  return columns < 100 ? 11 : columns < 150 ? 14 : 18
}

const CHOICE = {
  tiny: { importance: ['time', 'action', 'actor'], display: ['time', 'action', 'actor'] },
  narrow: { importance: ['time', 'actor', 'action', 'outcome'], display: DISPLAY },
  plenty: { importance: COLUMNS, display: DISPLAY },
} as const satisfies Record<string, Record<'importance' | 'display', readonly ColumnName[]>>

/** Of those that the user chose, those that matter most in the room there is come first. */
function choiceFor(room: keyof typeof CHOICE, chosen: readonly ColumnName[] | undefined) {
  const choice = CHOICE[room]
  if (chosen === undefined) return choice
  const importance = [...new Set([...choice.importance, ...COLUMNS])].filter((name) => chosen.includes(name))
  return { importance, display: chosen }
}

/** Made anew where anything changes that a row shows: of times told as ages, each second. */
const placementOf = memo(
  (
    columns: number,
    chosen: readonly ColumnName[] | undefined,
    mode: TimeMode,
    clock: Clock,
    today: string,
    nowMs: number,
    stale: boolean,
    wrapped: boolean,
  ): Placement => {
    const room = columns < TINY ? 'tiny' : columns < NARROW ? 'narrow' : 'plenty'
    const table = listColumns({ mode, clock, nowMs, today, columns: timeColumns(columns) }, room)
    const { importance, display } = choiceFor(room, chosen)
    const placed = placeColumns(
      importance.map((name) => table[name]),
      display.map((name) => table[name]),
      columns - gutterColumns(columns),
    )
    const names = display.filter((name) => placed.some(({ column }) => column === table[name]))
    return { names, placed, stale, wrapped }
  },
)

function placement(model: Model, clock: Clock, columns: number): Placement {
  const { time, nowMs, columnsShown, wrap } = model
  const ages = time === 'relative' || timeColumns(columns) <= 8
  const second = ages ? Math.floor(nowMs / 1000) * 1000 : 0
  return placementOf(columns, columnsShown, time, clock, todayIn(time, clock, nowMs), second, isStale(model), wrap)
}

/** The columns that have room, from left to right. */
export const columnsInSight = (model: Model, clock: Clock, columns: number): readonly ColumnName[] =>
  placement(model, clock, columns).names

/** Stands in for a column that has no room. */
const FALLBACK: ColumnName = 'action'

/** The column of the cell under the cursor. */
export function columnUnderCursor(model: Model): ColumnName {
  const { column } = browseOf(model)
  const names = columnsInSight(model, clockIn(model.clock.timeZone), layoutOf(model).list.columns)
  return columnAmong(names, column)
}

const columnAmong = (names: readonly ColumnName[], wanted: ColumnName): ColumnName =>
  [wanted, FALLBACK].find((name) => names.includes(name)) ?? names[0] ?? FALLBACK

/**
 * How many entries are in sight: all the rows there are, or where texts are wrapped those
 * from the first in sight on, as long as the cursor is among them; else those up to it.
 */
export function entriesInSight(model: Model, rect: Rect): number {
  const room = rowsInSight(rect)
  if (!model.wrap) return room
  const { view, list } = browseOf(model)
  const places = placement(model, clockIn(model.clock.timeZone), rect.columns)
  const fitting = (from: number, by: 1 | -1): number => {
    let count = 0
    for (let left = room; ; count++) {
      const entry = list.at(from + count * by)
      if (entry === undefined) return count + left
      left -= isNotice(entry) ? 1 : eventLines(entry, places, rect.columns).length
      if (left < 0) return count
    }
  }
  const last = view.follow ? list.length - 1 : view.cursor
  const below = view.follow ? 0 : fitting(view.top, 1)
  return last < view.top + below && last >= view.top ? below : fitting(last, -1)
}

/** What the filter that is being typed would leave: nothing to move in, so dim and without a cursor. */
function previewRows(events: readonly AuditEvent[], { placed }: Placement, columns: number): Line[] {
  if (events.length === 0) return [[], [span('   nothing that is loaded matches', 'dim')]]
  return events.map((event) =>
    fitLine([...gutter(event, columns), ...rowCells(placed, event)], columns).map(({ text }) => ({
      text,
      style: 'dim',
    })),
  )
}

/** The events in sight, the newest at the bottom. */
export function viewList(model: Model, clock: Clock, rect: Rect): Line[] {
  const browse = browseOf(model)
  const { view, list, focus, highlight } = browse
  const places = placement(model, clock, rect.columns)
  const { names, placed } = places
  const height = rowsInSight(rect)
  const column = names.indexOf(columnAmong(names, browse.column))
  const cell = focus === 'list' ? column : undefined
  const titles = headerCells(placed).map((title, i): Span => (i === cell ? { ...title, on: 'cell' } : title))
  const title: Line[] =
    height < rect.rows ? [fitLine([span(' '.repeat(gutterColumns(rect.columns))), ...titles], rect.columns)] : []
  const preview = stateOf(model, 'prompt')?.preview
  if (preview !== undefined) return [...title, ...previewRows(preview.slice(-height), places, rect.columns)]
  if (list.length === 0) return [...title, ...nothing(model, browse, height)]

  const rows: Line[] = []
  // The newest stands at the bottom, whatever of those before it is cut off.
  const fromEnd = model.wrap && view.follow
  for (let i = Math.max(0, view.top - (fromEnd ? 1 : 0)); i < list.length; i++) {
    if (rows.length >= height && !fromEnd) break
    const entry = list.at(i)!
    const onCursor = i === view.cursor
    if (isNotice(entry)) {
      rows.push(noticeRow(entry, clock, rect.columns, onCursor))
      continue
    }
    const found = highlight?.matches(entry) ? highlight.needle : undefined
    const marked = markAt(model, entry.seq) !== undefined
    for (const [line, told] of eventLines(entry, places, rect.columns).entries()) {
      const row = onCursor ? cursorRow(told, cell) : told
      const hit = found === undefined ? row : hitRow(row, found)
      // A star, as the text may stand in what is not shown; a mark is worth more.
      rows.push(line > 0 || !(marked || found !== undefined) ? hit : signedRow(hit, marked ? 'm' : '*'))
    }
  }
  return [...title, ...(fromEnd ? rows.slice(-height) : rows.slice(0, height))]
}

function nothing(model: Model, { fetching, filter }: Browse, height: number): Line[] {
  const { connection, hello, total } = model
  const text =
    fetching === 'window'
      ? 'loading…'
      : connection.kind !== 'open' || hello === undefined
        ? 'not connected yet'
        : filter.text !== ''
          ? `nothing matches · ${keyOf(model, 'edit-filter')} edit the filter · ${keyOf(model, 'toggle-filter')} switch it off`
          : total === 0
            ? 'the trail is empty: waiting for the first event'
            : 'waiting for events'
  const above = Math.floor(height / 3)
  return [...new Array<Line>(above).fill([]), [span(`   ${text}`, 'dim')]]
}
