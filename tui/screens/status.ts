import { type Browse, browseOf, isPane } from '../model/browse.js'
import type { Model } from '../model/model.js'
import { newerThan } from '../model/search.js'
import { masked } from '../model/secrets.js'
import { isNotice } from '../model/tape.js'
import { toastOf } from '../model/toast.js'
import { joinedForMs } from '../model/waiting-room.js'
import { bar } from '../view/bars.js'
import { diffSummary } from '../view/diff.js'
import { count } from '../view/number.js'
import { fitText, type Line, lineColumns, type Span, span, spread } from '../view/text.js'
import { type Clock, duration } from '../view/time.js'
import { actorOf, targetOf } from './cells.js'
import { viewFacetPreview } from './facets.js'
import { viewNarrowing } from './narrowing.js'

/** Whether the list follows, and what waits where it does not. */
export function viewStatus(model: Model, clock: Clock, columns: number): Line {
  const browse = browseOf(model)
  const standing = browse.view.follow && browse.name === 'live'
  const parts = [
    ...(browse.name === 'search'
      ? searchParts(model, browse, columns)
      : standing
        ? [followingPart(model)]
        : pausedParts(model, browse, clock, columns)),
    ...whatElse(browse, clock, columns),
  ]
  const rule = (length: number) => span('─'.repeat(Math.max(0, length)), 'dim')
  const ruled = (shown: readonly Line[]) => shown.flatMap((part) => [rule(columns < NARROW ? 0 : 1), ...part])
  // Where one stands gives way to what goes on.
  const whole = ruled(standing ? parts : [...parts, [position(browse)]])
  const line = lineColumns(whole) <= columns || columns < NARROW ? whole : ruled(parts)
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

/** What is looked for, and the filter that waits. */
function whatElse({ highlight, hits, context }: Browse, clock: Clock, columns: number): Line[] {
  const found = hits === undefined ? '' : hits === 1 ? ' 1 hit' : ` ${count(hits)} hits`
  const at = context && clock.wall(Date.parse(context.event.timestamp)).slice(11, 19)
  return [
    ...(context === undefined
      ? []
      : [[span(columns < 60 ? ' context ' : ` context of ${at} · c returns `, 'accent', { click: 'context' })]]),
    ...(highlight === undefined
      ? []
      : [
          [
            span(
              ` “${columns < 60 ? fitText(highlight.text, Math.min(8, highlight.text.length)) : highlight.text}”${found} `,
              'accent',
            ),
          ],
        ]),
  ]
}

function followingPart({ connection, hello }: Model): Line {
  if (hello !== undefined && connection.kind !== 'open') return [span(' ▶ NOT CONNECTED: shown as of then ', 'warn')]
  return [span(' ▶ FOLLOWING ', 'good', { click: 'pause-or-follow' })]
}

function pausedParts(model: Model, browse: Browse, clock: Clock, columns: number): Line[] {
  const { view } = browse
  const waiting = columns < NARROW ? `▼ ${count(view.waiting)} new ` : ` ▼ ${count(view.waiting)} new (G to follow) `
  return [
    [
      span(columns < NARROW ? '⏸ ' : ' ⏸ PAUSED ', 'warn', { click: 'pause-or-follow' }),
      ...(columns < 60 ? [] : pausedAt(browse, clock)),
    ],
    ...(view.waiting > 0 ? [[span(waiting, 'strong', { click: 'follow' })]] : []),
    ...(view.hidden > 0 && columns >= 60 ? [[span(` +${count(view.hidden)} hidden by the filter `, 'dim')]] : []),
    ...leaving(model, browse, columns),
  ]
}

const LEAVING_SOON_MS = 10 * 60_000

function leaving({ rate }: Model, browse: Browse, columns: number): Line[] {
  const leftMs = joinedForMs(browse, rate)
  if (leftMs === undefined || leftMs > LEAVING_SOON_MS) return []
  const left = `~${duration(leftMs)}`
  return [[span(columns < 60 ? `${left} ` : ` oldest paused event will leave in ${left} `, 'warn')]]
}

const position = ({ view, list }: Browse): Span =>
  span(` ${count(Math.min(view.cursor + 1, list.length))}/${count(list.length)} `, 'dim')

function searchParts(model: Model, browse: Browse, columns: number): Line[] {
  const newer = newerThan(model, browse)
  const told = columns < NARROW ? `▼ ${count(newer)} ` : ` ▼ ${count(newer)} newer (r asks again) `
  return [
    [span(columns < NARROW ? '? ' : ' SEARCH ', 'accent')],
    ...(newer > 0 ? [[span(told, 'strong', { click: 'again' })]] : []),
  ]
}

function pausedAt({ view, list }: Browse, clock: Clock): Line {
  const entry = list.at(view.cursor)
  if (entry === undefined || isNotice(entry)) return []
  return [span(`at ${clock.wall(Date.parse(entry.timestamp)).slice(11, 19)} `, 'dim')]
}

/** The event under the cursor in one line: what it changed, and who did it. */
export function viewPreview(model: Model, columns: number): Line {
  const browse = browseOf(model)
  const { list, view, focus } = browse
  if (isPane(focus)) return viewFacetPreview(browse, focus)
  const event = list.at(view.cursor)
  if (event === undefined || isNotice(event)) return []
  const target = targetOf(event)
  const { changes = [] } = masked(event)
  const change: Line = changes.length > 0 ? [span('  '), ...diffSummary(changes)] : []
  const said: Line = [
    span(' '),
    span(event.action, 'strong'),
    ...(target === '' ? [] : [span('  '), span(target)]),
    ...change,
    span('  by ', 'dim'),
    span(actorOf(event)),
  ]
  return spread(said, viewNarrowing(model, event), columns)
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
