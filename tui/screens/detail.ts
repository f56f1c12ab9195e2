import type { AuditEvent } from '../../protocol/event.js'
import { keyOf } from '../model/binding.js'
import { type Browse, browseOf, eventAtCursor } from '../model/browse.js'
import { markAt } from '../model/marks.js'
import type { Model } from '../model/model.js'
import { holdsSecrets, masked } from '../model/secrets.js'
import { count } from '../view/number.js'
import { recent } from '../view/recent.js'
import type { Rect } from '../view/rect.js'
import { fitLine, type Line, span, spread } from '../view/text.js'
import { ago, type Clock } from '../view/time.js'
import {
  changeRows,
  contextRows,
  detailsRows,
  erasedRows,
  markRow,
  rawRows,
  relatedRows,
  secretsRow,
} from './detail-parts.js'
import type { DetailRow } from './detail-row.js'
import { summaryRows } from './detail-summary.js'

/** A detail lower than this has no line for a title. */
const TITLED = 6

/** The rows of the event under the cursor as they stand in a rectangle. */
export interface DetailPlace {
  readonly rows: readonly DetailRow[]
  /** The row the cursor is on. */
  readonly at: number
  /** The line each row begins with, and how many there are. */
  readonly starts: readonly number[]
  readonly length: number
  /** The first line in sight, and how many are. */
  readonly top: number
  readonly height: number
}

export function detailPlace(
  model: Model,
  clock: Clock,
  { columns, rows: height }: Pick<Rect, 'columns' | 'rows'>,
): DetailPlace {
  const browse = browseOf(model)
  const event = eventAtCursor(browse)
  const rows = event === undefined ? [] : detailRows(model, browse, event, clock, columns - 2)
  let length = 0
  const starts = rows.map(({ lines }) => {
    const start = length
    length += lines.length
    return start
  })
  const found = rows.findIndex(({ id }) => id === browse.detail.row)
  const inner = Math.max(1, height - (height >= TITLED ? 1 : 0))
  const top = Math.max(0, Math.min(browse.detailScroll, length - inner))
  return { rows, at: Math.max(0, found), starts, length, top, height: inner }
}

interface Built {
  readonly from: readonly unknown[]
  readonly rows: readonly DetailRow[]
}
const built = recent<AuditEvent, Built>(10)

/** Built once for as long as nothing they are made from is another. */
function detailRows(
  model: Model,
  browse: Browse,
  event: AuditEvent,
  clock: Clock,
  columns: number,
): readonly DetailRow[] {
  const { folds, revealed } = browse.detail
  const plain = revealed === event.seq
  const related = browse.related?.seq === event.seq ? browse.related : undefined
  const mark = markAt(model, event.seq)
  const owner = model.hello?.role === 'owner'
  const age = ago(Date.parse(event.timestamp), model.nowMs)
  const from = [columns, clock, age, folds, plain, related, mark, owner]
  const before = built.get(event)
  if (before?.from.every((value, i) => value === from[i])) return before.rows
  const shown = plain ? event : masked(event)
  const rows = [
    ...summaryRows(shown, clock, model.nowMs, columns),
    ...erasedRows(event, related, columns),
    ...(mark === undefined ? [] : [markRow(mark.note ?? '', keyOf(model, 'marks'), columns)]),
    ...(holdsSecrets(event) ? [secretsRow(columns, keyOf(model, 'reveal'), owner, plain)] : []),
    ...changeRows(shown, columns),
    ...detailsRows(shown, columns, folds),
    ...contextRows(shown, columns, folds),
    ...relatedRows(event, related, clock, columns),
    ...rawRows(shown, columns, folds),
  ]
  built.set(event, { from, rows })
  return rows
}

/** The event under the cursor in full: who did what to what, from where, when, and what it changed. */
export function viewDetail(model: Model, clock: Clock, rect: Rect): Line[] {
  const browse = browseOf(model)
  const event = eventAtCursor(browse)
  const focused = browse.focus === 'detail'
  if (event === undefined) return [[span(focused ? '▌' : ' ', 'accent'), span('no event', 'dim')]]
  const { rows, at, starts, length, top, height } = detailPlace(model, clock, rect)
  const lines: Line[] = []
  for (let i = 0; i < rows.length; i++) {
    const start = starts[i]!
    const { lines: own } = rows[i]!
    if (start + own.length <= top || start >= top + height) continue
    const onCursor = focused && i === at
    for (const line of own.slice(Math.max(0, top - start), top + height - start))
      lines.push(rowLine(line, i, onCursor, rect.columns))
  }
  if (height === rect.rows) return lines
  const below = length - top - height
  const more = below > 0 ? [span(` ${count(below)} more `, 'dim')] : []
  const title = [
    span(focused ? '▌' : ' ', 'accent'),
    span('event', focused ? 'title' : 'strong'),
    span(`  seq ${count(event.seq)}`, 'dim'),
  ]
  return [spread(title, more, rect.columns), ...lines]
}

function rowLine(line: Line, index: number, onCursor: boolean, columns: number): Line {
  const click = `detail:${index}`
  return fitLine([span(onCursor ? '▌' : ' ', 'accent'), ...line], columns).map((piece) => ({
    ...piece,
    click,
    ...(onCursor && { on: 'row' as const }),
  }))
}
