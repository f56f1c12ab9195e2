import type { AuditEvent } from '../../protocol/event.js'
import { type Browse, browseOf } from '../model/browse.js'
import { COLUMNS, type ColumnName } from '../model/columns.js'
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
import { cursorRow, eventRow, gutter, gutterColumns, hitRow, type Placement, signedRow, TINY } from './list-row.js'
import { noticeRow } from './notice-row.js'

const DISPLAY: readonly ColumnName[] = ['time', 'actor', 'action', 'area', 'target', 'outcome', 'from', 'changes']
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

/** Made anew where anything changes that a row shows: of times told as ages, each second. */
const placementOf = memo(
  (columns: number, mode: TimeMode, clock: Clock, today: string, nowMs: number, stale: boolean): Placement => {
    const room = columns < TINY ? 'tiny' : columns < NARROW ? 'narrow' : 'plenty'
    const table = listColumns({ mode, clock, nowMs, today, columns: timeColumns(columns) }, room)
    const { importance, display } = CHOICE[room]
    const placed = placeColumns(
      importance.map((name) => table[name]),
      display.map((name) => table[name]),
      columns - gutterColumns(columns),
    )
    const names = display.filter((name) => placed.some(({ column }) => column === table[name]))
    return { names, placed, stale }
  },
)

function placement(model: Model, clock: Clock, columns: number): Placement {
  const { time, nowMs } = model
  const ages = time === 'relative' || timeColumns(columns) <= 8
  const second = ages ? Math.floor(nowMs / 1000) * 1000 : 0
  return placementOf(columns, time, clock, todayIn(time, clock, nowMs), second, isStale(model))
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
  return names.includes(column) ? column : FALLBACK
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
  const column = names.indexOf(names.includes(browse.column) ? browse.column : FALLBACK)
  const cell = focus === 'list' ? column : undefined
  const titles = headerCells(placed).map((title, i): Span => (i === cell ? { ...title, on: 'cell' } : title))
  const title: Line[] =
    height < rect.rows ? [fitLine([span(' '.repeat(gutterColumns(rect.columns))), ...titles], rect.columns)] : []
  const preview = stateOf(model, 'prompt')?.preview
  if (preview !== undefined) return [...title, ...previewRows(preview.slice(-height), places, rect.columns)]
  if (list.length === 0) return [...title, ...nothing(model, browse, height)]

  const rows = Array.from({ length: Math.min(height, list.length - view.top) }, (_, i): Line => {
    const entry = list.at(view.top + i)!
    const onCursor = view.top + i === view.cursor
    if (isNotice(entry)) return noticeRow(entry, clock, rect.columns, onCursor)
    const told = eventRow(entry, places, rect.columns)
    const row = onCursor ? cursorRow(told, cell) : told
    const found = highlight?.matches(entry) ? hitRow(row, highlight.needle) : row
    return markAt(model, entry.seq) === undefined ? found : signedRow(found, 'm')
  })
  return [...title, ...rows]
}

function nothing({ connection, hello, total }: Model, { fetching, filter }: Browse, height: number): Line[] {
  const text =
    fetching === 'window'
      ? 'loading…'
      : connection.kind !== 'open' || hello === undefined
        ? 'not connected yet'
        : filter.text !== ''
          ? 'nothing matches · / edit the filter · \\ switch it off'
          : total === 0
            ? 'the trail is empty: waiting for the first event'
            : 'waiting for events'
  const above = Math.floor(height / 3)
  return [...new Array<Line>(above).fill([]), [span(`   ${text}`, 'dim')]]
}
