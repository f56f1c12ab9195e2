import type { AuditEvent } from '../../protocol/event.js'
import { type Browse, browseOf } from '../model/browse.js'
import { COLUMNS, type ColumnName } from '../model/columns.js'
import { markAt } from '../model/marks.js'
import type { Model } from '../model/model.js'
import { stateOf } from '../model/overlay.js'
import { isNotice, type Notice } from '../model/tape.js'
import { highlighted } from '../view/highlight.js'
import { memo } from '../view/memo.js'
import { count } from '../view/number.js'
import type { Rect } from '../view/rect.js'
import { headerCells, type PlacedColumn, placeColumns, rowCells } from '../view/table.js'
import { fitLine, isSpoofed, type Line, type Span, show, span } from '../view/text.js'
import { type Clock, clockIn, duration, type TimeMode, UTC } from '../view/time.js'
import { actorOf, listColumns, type TimeForm, targetOf } from './cells.js'
import { layoutOf } from './layout.js'

type Outage = Extract<Notice, { notice: 'offline' }>

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

/** Made anew where anything changes that a row shows: of times told as ages, each second. */
const placementOf = memo(
  (columns: number, mode: TimeMode, clock: Clock, nowMs: number, day: boolean, milliseconds: boolean): Placement =>
    makePlacement(columns, { mode, clock, nowMs, day, milliseconds }),
)

const placement = (columns: number, { mode, clock, nowMs, day, milliseconds }: TimeForm): Placement =>
  placementOf(columns, mode, clock, mode === 'relative' ? nowMs : 0, day, milliseconds)

function makePlacement(columns: number, form: TimeForm): Placement {
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

/** Stands in for a column that has no room. */
const FALLBACK: ColumnName = 'action'

/** The column of the cell under the cursor. */
export function columnUnderCursor(model: Model): ColumnName {
  const { column } = browseOf(model)
  const names = columnsInSight(model, clockIn(model.clock.timeZone), layoutOf(model).list.columns)
  return names.includes(column) ? column : FALLBACK
}

/** What the filter that is being typed would leave: nothing to move in, so dim and without a cursor. */
function previewRows(events: readonly AuditEvent[], placed: Placement['placed'], columns: number): Line[] {
  if (events.length === 0) return [[], [span('   nothing that is loaded matches', 'dim')]]
  return events.map((event) =>
    fitLine([...gutter(event), ...rowCells(placed, event)], columns).map(({ text }) => ({ text, style: 'dim' })),
  )
}

/** The events in sight, the newest at the bottom. */
export function viewList(model: Model, clock: Clock, rect: Rect): Line[] {
  const browse = browseOf(model)
  const { view, list, focus, highlight } = browse
  const stale = model.hello !== undefined && model.connection.kind !== 'open'
  const preview = stateOf(model, 'prompt')?.preview
  const form = timeForm(model, clock, rect.columns, preview && [preview[0], preview.at(-1)])
  const { names, placed } = placement(rect.columns, form)
  const height = rowsInSight(rect)
  const column = names.indexOf(names.includes(browse.column) ? browse.column : FALLBACK)
  const titles = headerCells(placed).map(
    (cell, i): Span => (i === column && focus === 'list' ? { ...cell, on: 'cell' } : cell),
  )
  const title: Line[] = height < rect.rows ? [fitLine([span(' '.repeat(GUTTER)), ...titles], rect.columns)] : []
  if (preview !== undefined) return [...title, ...previewRows(preview.slice(-height), placed, rect.columns)]
  if (list.length === 0) return [...title, ...nothing(model, browse, height)]

  const cell = focus === 'list' ? column : NO_CELL
  const rows = Array.from({ length: Math.min(height, list.length - view.top) }, (_, i): Line => {
    const entry = list.at(view.top + i)!
    const onCursor = view.top + i === view.cursor
    if (isNotice(entry)) return noticeRow(entry, clock, rect.columns, onCursor)
    const plain = eventRow(entry, placed, rect.columns)
    const told = stale ? agedRow(plain) : plain
    const row = onCursor ? cursorRow(told, cell) : told
    const found = highlight?.matches(entry) ? hitRow(row, highlight.needle) : row
    return markAt(model, entry.seq) === undefined ? found : signedRow(found, 'm')
  })
  return [...title, ...rows]
}

const NO_CELL = -1

/** Rows as they were drawn last, and where; most are drawn many times. */
const drawnBefore = new WeakMap<AuditEvent, { readonly placed: Placement['placed']; readonly line: Line }>()

function eventRow(event: AuditEvent, placed: Placement['placed'], columns: number): Line {
  const before = drawnBefore.get(event)
  if (before?.placed === placed) return before.line
  const click = `row:${event.seq}`
  const cells = fitLine([...gutter(event), ...rowCells(placed, event)], columns)
  const line = cells.map((piece) => ({ ...piece, click }))
  drawnBefore.set(event, { placed, line })
  return line
}

/** What may have changed meanwhile recedes. */
const agedRow = ([bar, sign, ...cells]: Line): Line => [
  bar!,
  sign!,
  ...cells.map((cell) => ({ ...cell, style: 'dim' as const })),
]

const cursorRow = ([bar, ...pieces]: Line, cell: number): Line => [
  { ...bar!, text: show('▌'), on: 'row' },
  ...pieces.map((piece, i) => ({
    ...piece,
    on: i === cell + 1 && cell !== NO_CELL ? ('cell' as const) : ('row' as const),
  })),
]

/** With a star behind its sign, as the text may stand in what is not shown. */
const hitRow = ([bar, sign, ...cells]: Line, needle: string): Line =>
  signedRow([bar!, sign!, ...highlighted(cells, needle)], '*')

const signedRow = ([bar, sign, ...cells]: Line, letter: string): Line => [
  bar!,
  { ...sign!, text: show(`${sign!.text.slice(0, 1)}${letter}`) },
  ...cells,
]

function noticeRow(notice: Notice, clock: Clock, columns: number, onCursor: boolean): Line {
  const click = `row:${notice.seq}:notice`
  const line = fitLine(noticeLine(notice, clock, columns), columns)
  return line.map((piece) => ({ ...piece, click, ...(onCursor && { on: 'row' as const }) }))
}

/** The day is told where not everything in sight is of today. */
function timeForm(model: Model, clock: Clock, columns: number, shown?: readonly (AuditEvent | undefined)[]): TimeForm {
  const { time, nowMs, listRows } = model
  const { view, list } = browseOf(model)
  const wall = (time === 'utc' ? UTC : clock).wall
  const today = wall(nowMs).slice(0, 10)
  const ends = shown ?? [list.at(view.top), list.at(Math.min(list.length, view.top + listRows) - 1)]
  const day = ends.some(
    (entry) => entry !== undefined && !isNotice(entry) && wall(Date.parse(entry.timestamp)).slice(0, 10) !== today,
  )
  return { mode: time, clock, nowMs, day: day && columns >= NARROW, milliseconds: columns >= 150 }
}

/** Two spans: the cursor's bar, and the sign of what is wrong with the row. */
function gutter(event: AuditEvent): Line {
  return [
    span(' ', 'accent'),
    spoofed(event) ? span('⚠ ', 'warn') : event.outcome === 'failure' ? span('✗ ', 'bad') : span('  '),
  ]
}

/** Whether anything shown of the event in the list had to be made visible. */
const spoofed = (event: AuditEvent): boolean =>
  [actorOf(event), event.action, targetOf(event), event.context?.ip ?? '', event.area].some(isSpoofed)

function noticeLine(notice: Notice, clock: Clock, columns: number): Line {
  const text = columns < NARROW && notice.notice === 'offline' ? shortOutage(notice) : noticeText(notice, clock)
  const side = Math.max(1, Math.floor((columns - text.length - 6) / 2))
  return [span(' '), span(`${'┄'.repeat(Math.min(side, 24))} ${text} ${'┄'.repeat(Math.min(side, 24))}`, 'warn')]
}

/** How many events never will come, how long it was, how many came. */
function shortOutage({ fromMs, toMs, recovered, lost }: Outage): string {
  const cost = lost === 0 ? '' : `${count(lost)} LOST, `
  return `${cost}offline ${duration(toMs - fromMs)} +${count(recovered)}`
}

function noticeText(notice: Notice, clock: Clock): string {
  switch (notice.notice) {
    case 'offline': {
      const at = (ms: number) => clock.wall(ms).slice(11, 19)
      const recovered = notice.recovered === 0 ? 'nothing missed' : `${count(notice.recovered)} events recovered`
      const lost = notice.lost === 0 ? '0 lost' : `${count(notice.lost)} LOST (${notice.reasons.join(', ')})`
      const times = notice.times === 1 ? '' : `, ${notice.times} times`
      const why = notice.why === undefined ? '' : ` · ${notice.why}`
      return `offline ${at(notice.fromMs)} → ${at(notice.toMs)} (${duration(notice.toMs - notice.fromMs)}${times}) · ${recovered} · ${lost}${why}`
    }
    case 'gap':
      return notice.count === 1
        ? `1 event is gone (${notice.reason})`
        : `${count(notice.count)} events are gone (${notice.reason})`
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
