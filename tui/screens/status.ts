import { type Browse, browseOf } from '../model/browse.js'
import type { Model } from '../model/model.js'
import { isNotice } from '../model/tape.js'
import { toastOf } from '../model/toast.js'
import { bar } from '../view/bars.js'
import { diffSummary } from '../view/diff.js'
import { count } from '../view/number.js'
import { fitText, type Line, lineColumns, span } from '../view/text.js'
import type { Clock } from '../view/time.js'
import { actorOf, targetOf } from './cells.js'

/** Whether the list follows, and what waits where it does not. */
export function viewStatus(model: Model, clock: Clock, columns: number): Line {
  const browse = browseOf(model)
  const parts = browse.view.follow ? [followingPart(model)] : pausedParts(browse, clock, columns)
  const rule = (length: number) => span('─'.repeat(Math.max(0, length)), 'dim')
  const line = parts.flatMap((part) => [rule(columns < NARROW ? 0 : 1), ...part])
  return [...line, rule(columns - lineColumns(line))]
}

/** The same rule for a view that lists no events. */
export function viewPlainStatus({ hello, connection }: Model, told: string, columns: number): Line {
  const lost = hello !== undefined && connection.kind !== 'open'
  const line: Line = [
    span('─', 'dim'),
    span(` ${told} `, 'accent'),
    ...(lost ? [span('─', 'dim'), span(' NOT CONNECTED: as of then ', 'warn')] : []),
  ]
  return [...line, span('─'.repeat(Math.max(0, columns - lineColumns(line))), 'dim')]
}

const NARROW = 40

function followingPart({ connection, hello }: Model): Line {
  if (hello !== undefined && connection.kind !== 'open') return [span(' ▶ NOT CONNECTED: shown as of then ', 'warn')]
  return [span(' ▶ FOLLOWING ', 'good', { click: 'pause-or-follow' })]
}

function pausedParts(browse: Browse, clock: Clock, columns: number): Line[] {
  const { view, list } = browse
  const waiting = columns < NARROW ? `▼ ${count(view.waiting)} new ` : ` ▼ ${count(view.waiting)} new (G to follow) `
  return [
    [
      span(columns < NARROW ? '⏸ ' : ' ⏸ PAUSED ', 'warn', { click: 'pause-or-follow' }),
      ...(columns < 60 ? [] : pausedAt(browse, clock)),
    ],
    ...(view.waiting > 0 ? [[span(waiting, 'strong', { click: 'follow' })]] : []),
    ...(view.hidden > 0 && columns >= 60 ? [[span(` +${count(view.hidden)} hidden by the filter `, 'dim')]] : []),
    [span(` ${count(Math.min(view.cursor + 1, list.length))}/${count(list.length)} `, 'dim')],
  ]
}

function pausedAt({ view, list }: Browse, clock: Clock): Line {
  const entry = list.at(view.cursor)
  if (entry === undefined || isNotice(entry)) return []
  return [span(`at ${clock.wall(Date.parse(entry.timestamp)).slice(11, 19)} `, 'dim')]
}

/** The event under the cursor in one line: what it changed, and who did it. */
export function viewPreview(model: Model): Line {
  const { list, view } = browseOf(model)
  const event = list.at(view.cursor)
  if (event === undefined || isNotice(event)) return []
  const target = targetOf(event)
  const change: Line = event.changes && event.changes.length > 0 ? [span('  '), ...diffSummary(event.changes)] : []
  return [
    span(' '),
    span(event.action, 'strong'),
    ...(target === '' ? [] : [span('  '), span(target)]),
    ...change,
    span('  by ', 'dim'),
    span(actorOf(event)),
  ]
}

const SIGNS = { done: '✓', note: '·', error: '!' } as const
const STYLES = { done: 'good', note: 'accent', error: 'bad' } as const

/** What just happened, or the export that is running. */
export function viewMessage(model: Model, columns: number): Line {
  const { exporting } = model
  const toast = toastOf(model)
  // Progress is worth more than a note that passes by; an error is worth more than both.
  if (toast !== undefined && (exporting === undefined || toast.kind === 'error'))
    return [span(` ${SIGNS[toast.kind]} `, STYLES[toast.kind]), span(toast.text)]
  if (exporting === undefined) return []
  const { rows, total, request } = exporting
  const width = Math.max(0, Math.min(20, columns - 50))
  const share = total === undefined || total === 0 ? '' : ` ${Math.floor((rows / total) * 100)}%`
  return [
    span(' ⇣ ', 'accent'),
    ...(total === undefined
      ? []
      : [span(fitText(bar(rows, total, width), width), 'accent', { on: 'bar' }), span(share)]),
    span(` ${count(rows)} rows to ${request.path}`),
    span('  X stops it', 'dim', { click: 'cancel-export' }),
  ]
}
