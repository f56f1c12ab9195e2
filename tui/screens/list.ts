import type { AuditEvent } from '../../protocol/event.js'
import { type Browse, browseOf } from '../model/browse.js'
import { COLUMNS, type ColumnName } from '../model/columns.js'
import type { Model } from '../model/model.js'
import { isNotice, type Notice } from '../model/tape.js'
import { isStale } from '../model/trail.js'
import { memo } from '../view/memo.js'
import { count } from '../view/number.js'
import type { Rect } from '../view/rect.js'
import { headerCells, type PlacedColumn, placeColumns, rowCells } from '../view/table.js'
import { fitLine, isSpoofed, type Line, show, span } from '../view/text.js'
import { type Clock, duration, type TimeMode } from '../view/time.js'
import { actorOf, listColumns, type TimeColumns, targetOf, todayIn } from './cells.js'

const DISPLAY: readonly ColumnName[] = ['time', 'actor', 'action', 'area', 'target', 'outcome', 'from', 'changes']
/** On a narrow screen who did what counts more than to what; on the narrowest what counts most. */
const NARROW = 60
const TINY = 32

/** Rows of the list's rectangle that hold events; the first holds the titles where there is room. */
export const rowsInSight = ({ rows }: Pick<Rect, 'rows'>): number => (rows >= 5 ? rows - 1 : rows)

interface Placement {
  readonly names: readonly ColumnName[]
  readonly placed: readonly PlacedColumn<AuditEvent>[]
  /** The rows are as they were when the daemon was last heard of. */
  readonly stale: boolean
}

const gutterColumns = (columns: number): number => (columns < TINY ? 3 : 4)

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

/** The events in sight, the newest at the bottom. */
export function viewList(model: Model, clock: Clock, rect: Rect): Line[] {
  const browse = browseOf(model)
  const { view, list, focus } = browse
  const placed = placement(model, clock, rect.columns)
  const { names } = placed
  const height = rowsInSight(rect)
  const title: Line[] =
    height < rect.rows
      ? [fitLine([span(' '.repeat(gutterColumns(rect.columns))), ...headerCells(placed.placed)], rect.columns)]
      : []
  if (list.length === 0) return [...title, ...nothing(model, browse, height)]

  const column = names.indexOf(names.includes(browse.column) ? browse.column : 'action')
  const cell = focus === 'list' ? column : NO_CELL
  const rows = Array.from({ length: Math.min(height, list.length - view.top) }, (_, i): Line => {
    const entry = list.at(view.top + i)!
    if (isNotice(entry)) return noticeRow(entry, clock, rect.columns, view.top + i === view.cursor)
    return view.top + i === view.cursor
      ? cursorRow(eventRow(entry, placed, rect.columns), cell)
      : eventRow(entry, placed, rect.columns)
  })
  return [...title, ...rows]
}

const NO_CELL = -1

/** Rows as they were drawn last, and where; most are drawn many times. */
const drawnBefore = new WeakMap<AuditEvent, { readonly placement: Placement; readonly line: Line }>()

function eventRow(event: AuditEvent, placement: Placement, columns: number): Line {
  const before = drawnBefore.get(event)
  if (before?.placement === placement) return before.line
  const click = `row:${event.seq}`
  const { placed, stale } = placement
  const cells = rowCells(placed, event).map((cell) => (stale ? { ...cell, style: 'dim' as const } : cell))
  const line = fitLine([...gutter(event, columns), ...cells], columns).map((piece) => ({ ...piece, click }))
  drawnBefore.set(event, { placement, line })
  return line
}

const cursorRow = ([bar, ...pieces]: Line, cell: number): Line => [
  { ...bar!, text: show('▌'), on: 'row' },
  ...pieces.map((piece, i) => ({
    ...piece,
    on: i === cell + GUTTER_SPANS - 1 && cell !== NO_CELL ? ('cell' as const) : ('row' as const),
  })),
]

function noticeRow(notice: Notice, clock: Clock, columns: number, onCursor: boolean): Line {
  const click = `row:${notice.seq}:notice`
  const line = fitLine(noticeLine(notice, clock, columns), columns)
  return line.map((piece) => ({ ...piece, click, ...(onCursor && { on: 'row' as const }) }))
}

/** The cursor's bar, the sign of a spoofed event, and that of a failure: one may be both. */
function gutter(event: AuditEvent, columns: number): Line {
  const after = ' '.repeat(gutterColumns(columns) - 3)
  return [
    span(' ', 'accent'),
    spoofed(event) ? span('⚠', 'warn') : span(' '),
    event.outcome === 'failure' ? span(`✗${after}`, 'bad') : span(` ${after}`),
  ]
}

const GUTTER_SPANS = 3

/** Whether anything shown of the event in the list had to be made visible. */
const spoofed = (event: AuditEvent): boolean =>
  [actorOf(event), event.action, targetOf(event), event.context?.ip ?? '', event.area].some(isSpoofed)

function noticeLine(notice: Notice, clock: Clock, columns: number): Line {
  const text = noticeText(notice, clock)
  const side = Math.max(1, Math.floor((columns - text.length - 6) / 2))
  return [span(' '), span(`${'┄'.repeat(Math.min(side, 24))} ${text} ${'┄'.repeat(Math.min(side, 24))}`, 'warn')]
}

function noticeText(notice: Notice, clock: Clock): string {
  switch (notice.notice) {
    case 'offline': {
      const at = (ms: number) => clock.wall(ms).slice(11, 19)
      const recovered = notice.recovered === 0 ? 'nothing missed' : `${count(notice.recovered)} events recovered`
      const lost = notice.lost === 0 ? '0 lost' : `${count(notice.lost)} LOST`
      return `offline ${at(notice.fromMs)} → ${at(notice.toMs)} (${duration(notice.toMs - notice.fromMs)}) · ${recovered} · ${lost}`
    }
    case 'gap':
      return `${count(notice.count)} events are gone (${notice.reason})`
    case 'unloaded':
      return 'newer events are not loaded · G to return to them'
  }
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
