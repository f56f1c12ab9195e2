import type { AuditEvent } from '../../protocol/event.js'
import { parseTime } from '../../protocol/time.js'
import { browseOf } from '../model/browse.js'
import type { Model } from '../model/model.js'
import { isNotice } from '../model/tape.js'
import { slice } from '../view/compose.js'
import { diffLines, fieldChanges } from '../view/diff.js'
import { jsonLines } from '../view/json.js'
import { count } from '../view/number.js'
import type { Rect } from '../view/rect.js'
import { fitLine, isSpoofed, type Line, lineColumns, type Style, span, spread, wrap } from '../view/text.js'
import { ago, type Clock } from '../view/time.js'
import { columnsOf } from '../view/width.js'

const LABEL_COLUMNS = 9

/** The event under the cursor in full: who did what to what, from where, when, and what it changed. */
export function viewDetail(model: Model, clock: Clock, rect: Rect): Line[] {
  const lines = detailLines(model, clock, rect.columns)
  const [title, ...body] = lines
  const top = Math.min(browseOf(model).detailScroll, Math.max(0, body.length - rect.rows + 1))
  const below = body.length - top - rect.rows + 1
  const shown = body.slice(top, top + rect.rows - 1)
  const more = below > 0 ? [span(` ${below} more `, 'dim')] : []
  return [spread(title ?? [], more, rect.columns), ...shown]
}

/** How far the detail can be scrolled. */
export const detailOverflow = (model: Model, clock: Clock, { columns, rows }: Rect): number =>
  Math.max(0, detailLines(model, clock, columns).length - rows)

function detailLines(model: Model, clock: Clock, columns: number): Line[] {
  const { list, view, focus } = browseOf(model)
  const entry = list.at(view.cursor)
  const focused = focus === 'detail'
  const bar = span(focused ? '▌' : ' ', 'accent')
  if (entry === undefined || isNotice(entry)) return [[bar, span('no event', 'dim')]]
  const width = columns - 2
  return [
    [bar, span(entry.action, focused ? 'title' : 'strong'), span(`  seq ${count(entry.seq)}`, 'dim')],
    ...[
      ...summary(entry, clock, model.nowMs, width),
      ...changes(entry, width),
      ...section('details', Object.keys(entry.details).length > 0 ? jsonLines(entry.details) : [], width),
      ...section('context', entry.context ? jsonLines(entry.context) : [], width),
      ...section('raw event', jsonLines(entry), width),
    ].map((line): Line => [span(' '), ...line]),
  ]
}

function summary(event: AuditEvent, clock: Clock, nowMs: number, columns: number): Line[] {
  const { actor, resource, context } = event
  const atMs = parseTime(event.timestamp) ?? 0
  const receivedMs = parseTime(event.receivedAt) ?? 0
  const local = `${clock.wall(atMs).replace('T', ' ')} ${clock.zone(atMs)}`
  const utc = `${event.timestamp.slice(0, -1).replace('T', ' ')} UTC`
  const who = [actor.name, actor.email, actor.id].filter((text) => text !== undefined).join(' · ')
  const target = [resource.name, resource.id].filter((text) => text !== undefined).join(' · ')
  const from = [context?.ip, context?.userAgent].filter((text) => text !== undefined).join(' · ')
  return [
    ...field('when', [span(utc, 'strong'), span(`  ${ago(atMs, nowMs)}`, 'accent')], columns),
    ...(clock.timeZone === 'UTC' ? [] : field('', [span(local)], columns)),
    ...(Math.abs(receivedMs - atMs) < 1000
      ? []
      : field('received', [span(`${event.receivedAt.slice(0, -1).replace('T', ' ')} UTC`, 'dim')], columns)),
    ...text('who', `${who} (${actor.type})`, columns, 'strong'),
    ...text('what', event.action, columns, 'strong'),
    ...text(
      'on',
      `${target === '' ? '—' : target}${resource.type === undefined ? '' : ` (${resource.type})`}`,
      columns,
    ),
    ...text('area', `${event.area} · workspace ${event.workspace}`, columns),
    ...field('result', [event.outcome === 'success' ? span('✓ ok', 'good') : span('✗ FAILED', 'bad')], columns),
    ...(from === '' ? [] : text('from', from, columns)),
    ...(context?.requestId === undefined ? [] : text('request', context.requestId, columns, 'dim')),
    ...text('id', event.id, columns, 'dim'),
    ...field('proof', [span('not checked', 'dim')], columns),
    ...(isSpoofed(JSON.stringify(event))
      ? field('⚠', [span('holds characters that steer or hide; shown as marks', 'warn')], columns)
      : []),
  ]
}

const field = (label: string, value: Line, columns: number): Line[] => [
  fitLine([span(label.padEnd(LABEL_COLUMNS), 'dim'), ...value], columns),
]

function text(label: string, value: string, columns: number, style: Style = 'plain'): Line[] {
  return wrap(value, columns - LABEL_COLUMNS).map(
    (piece, i): Line => [span((i === 0 ? label : '').padEnd(LABEL_COLUMNS), 'dim'), span(piece, style)],
  )
}

function changes({ changes = [] }: AuditEvent, columns: number): Line[] {
  return section(
    `changes (${fieldChanges(changes).length})`,
    changes.length > 0 ? diffLines(changes, columns) : [],
    columns,
  )
}

function section(title: string, lines: readonly Line[], columns: number): Line[] {
  if (lines.length === 0) return []
  const rule = '─'.repeat(Math.max(0, columns - title.length - 4))
  return [
    [span('── ', 'dim'), span(title, 'accent'), span(` ${rule}`, 'dim')],
    ...lines.flatMap((line) => wrapLine(line, columns)),
  ]
}

/** A long line goes on below, under where its text began. */
function wrapLine(line: Line, columns: number): Line[] {
  const all = lineColumns(line)
  if (all <= columns) return [line]
  const [first] = line
  const indent = first !== undefined && first.text.trim() === '' ? columnsOf(first.text) + 2 : 2
  const rest = Math.max(1, columns - indent)
  const lines: Line[] = [slice(line, 0, columns)]
  for (let at = columns; at < all; at += rest)
    lines.push([span(' '.repeat(indent)), ...slice(line, at, Math.min(all, at + rest))])
  return lines
}
