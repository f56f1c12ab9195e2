import type { AuditEvent } from '../../protocol/event.js'
import { type Browse, browseOf } from '../model/browse.js'
import { COLUMNS, type ColumnName } from '../model/columns.js'
import { markAt } from '../model/marks.js'
import type { Model } from '../model/model.js'
import { isNotice, type Notice } from '../model/tape.js'
import { count } from '../view/number.js'
import type { Rect } from '../view/rect.js'
import { headerCells, type PlacedColumn, placeColumns, rowCells } from '../view/table.js'
import { fitLine, isSpoofed, type Line, span } from '../view/text.js'
import { type Clock, duration, UTC } from '../view/time.js'
import { actorOf, listColumns, type TimeForm, targetOf } from './cells.js'

const GUTTER = 3
const DISPLAY: readonly ColumnName[] = ['time', 'actor', 'action', 'area', 'target', 'changes', 'outcome', 'from']
/** On the narrowest screens who did what counts more than to what. */
const NARROW = 60

/** Rows of the list's rectangle that hold events; the first holds the titles where there is room. */
export const rowsInSight = ({ rows }: Pick<Rect, 'rows'>): number => (rows >= 5 ? rows - 1 : rows)

interface Placement {
  readonly names: readonly ColumnName[]
  readonly placed: readonly PlacedColumn<AuditEvent>[]
}

function placement(columns: number, form: TimeForm): Placement {
  const table = listColumns(form, columns < NARROW)
  const importance: readonly ColumnName[] = columns < NARROW ? ['time', 'actor', 'action', 'outcome'] : COLUMNS
  const placed = placeColumns(
    importance.map((name) => table[name]),
    DISPLAY.map((name) => table[name]),
    columns - GUTTER,
  )
  const names = DISPLAY.filter((name) => placed.some(({ column }) => column === table[name]))
  return { names, placed }
}

/** The columns that have room, from left to right. */
export const columnsInSight = (model: Model, clock: Clock, columns: number): readonly ColumnName[] =>
  placement(columns, timeForm(model, clock, columns)).names

/** The events in sight, the newest at the bottom. */
export function viewList(model: Model, clock: Clock, rect: Rect): Line[] {
  const browse = browseOf(model)
  const { view, list, focus } = browse
  const form = timeForm(model, clock, rect.columns)
  const { names, placed } = placement(rect.columns, form)
  const height = rowsInSight(rect)
  const title: Line[] =
    height < rect.rows ? [fitLine([span(' '.repeat(GUTTER)), ...headerCells(placed)], rect.columns)] : []
  if (list.length === 0) return [...title, ...nothing(model, browse, height)]

  const column = names.indexOf(names.includes(browse.column) ? browse.column : 'action')
  const rows = Array.from({ length: Math.min(height, list.length - view.top) }, (_, i): Line => {
    const index = view.top + i
    const entry = list.at(index)!
    const onCursor = index === view.cursor
    const line = isNotice(entry)
      ? noticeLine(entry, clock, rect.columns)
      : [...gutter(entry, onCursor, markAt(model, entry.seq) !== undefined), ...rowCells(placed, entry)]
    const click = `row:${i}`
    if (!onCursor) return fitLine(line, rect.columns).map((piece) => ({ ...piece, click }))
    return fitLine(line, rect.columns).map((piece, at) => ({
      ...piece,
      click,
      on: at === column + 2 && focus === 'list' && !isNotice(entry) ? ('cell' as const) : ('row' as const),
    }))
  })
  return [...title, ...rows]
}

/** The day is told where not everything in sight is of today. */
function timeForm(model: Model, clock: Clock, columns: number): TimeForm {
  const { time, nowMs, listRows } = model
  const { view, list } = browseOf(model)
  const wall = (time === 'utc' ? UTC : clock).wall
  const today = wall(nowMs).slice(0, 10)
  const ends = [list.at(view.top), list.at(Math.min(list.length, view.top + listRows) - 1)]
  const day = ends.some(
    (entry) => entry !== undefined && !isNotice(entry) && wall(Date.parse(entry.timestamp)).slice(0, 10) !== today,
  )
  return { mode: time, clock, nowMs, day: day && columns >= NARROW, milliseconds: columns >= 150 }
}

/** Two spans: the cursor's bar, and the sign of what is wrong with the row, with an m where it is marked. */
function gutter(event: AuditEvent, onCursor: boolean, marked: boolean): Line {
  const mark = marked ? 'm' : ' '
  return [
    span(onCursor ? '▌' : ' ', 'accent'),
    spoofed(event)
      ? span(`⚠${mark}`, 'warn')
      : event.outcome === 'failure'
        ? span(`✗${mark}`, 'bad')
        : span(` ${mark}`, 'accent'),
  ]
}

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
