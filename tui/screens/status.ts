import { type Browse, browseOf } from '../model/browse.js'
import type { Model } from '../model/model.js'
import { isNotice } from '../model/tape.js'
import { toastOf } from '../model/toast.js'
import { isStale } from '../model/trail.js'
import { bar } from '../view/bars.js'
import { diffSummary } from '../view/diff.js'
import { count } from '../view/number.js'
import { fitText, type Line, lineColumns, span } from '../view/text.js'
import { ago, type Clock } from '../view/time.js'
import { actorOf, targetOf } from './cells.js'
import { connectionForms } from './header.js'
import type { Layout } from './layout.js'
import { fitParts, NOTHING, type Part } from './parts.js'

/** Whether the list follows, what waits where it does not, and what has no line of its own. */
export function viewStatus(model: Model, clock: Clock, columns: number, places: Layout): Line {
  const rule = (length: number) => span('─'.repeat(Math.max(0, length)), 'dim')
  const gap = columns < NARROW ? 0 : 1
  const left = leftParts(model, clock, places)
  const parts = [...left, ...rightParts(model)]
  const ruled = (lines: readonly Line[]): Line[] =>
    lines.map((line, i) => {
      if (line.length === 0 || gap === 0 || parts[i]!.close) return line
      return i < left.length ? [rule(gap), ...line] : [...line, rule(gap)]
    })
  const shown = ruled(fitParts(parts, columns, (lines) => gap + lineColumns(ruled(lines).flat())))
  const start = shown.slice(0, left.length).flat()
  const end = shown.slice(left.length).flat()
  return [...start, rule(columns - lineColumns(start) - lineColumns(end)), ...end]
}

const NARROW = 40

/** Follow state first: in its shortest form one letter, so that on the smallest screen all the states fit. */
function leftParts(model: Model, clock: Clock, places: Layout): Part[] {
  const browse = browseOf(model)
  const offline = model.connection.kind !== 'open'
  return [
    ...(places.header === undefined && offline ? [{ forms: spaced(connectionForms(model, clock)), goes: 5 }] : []),
    browse.view.follow ? followingPart(model) : pausedPart(),
    ...(places.filter === undefined && browse.filter.text !== '' ? [FILTERED] : []),
    ...(browse.view.follow ? [] : waitingParts(browse, clock)),
  ]
}

const FILTERED: Part = { forms: [[span(' filter on ', 'accent')], [span('f ', 'accent')]], goes: 9 }

const spaced = ([first, ...rest]: Part['forms']): Part['forms'] => {
  const around = (line: Line): Line => [...line, span(' ')]
  return [around(first), ...rest.map(around)]
}

function followingPart(model: Model): Part {
  const short: Line = [span('▶ ', 'good')]
  if (isStale(model))
    return {
      forms: [[span(' ▶ NOT CONNECTED: shown as of then ', 'warn')], [span(' ▶ AS OF THEN ', 'warn')], short],
      goes: 4,
    }
  return { forms: [[span(' ▶ FOLLOWING ', 'good', { click: 'pause-or-follow' })], short], goes: 4 }
}

function pausedPart(): Part {
  const click = 'pause-or-follow'
  return { forms: [[span(' ⏸ PAUSED ', 'warn', { click })], [span('⏸ ', 'warn', { click })]], goes: 7 }
}

function waitingParts({ view, list }: Browse, clock: Clock): Part[] {
  const entry = list.at(view.cursor)
  const at = entry === undefined || isNotice(entry) ? undefined : clock.wall(Date.parse(entry.timestamp)).slice(11, 19)
  const waiting = (text: string): Line => [span(text, 'strong', { click: 'follow' })]
  const hidden = (text: string): Line => [span(text, 'dim')]
  const n = count(view.waiting)
  return [
    ...(at === undefined ? [] : [{ forms: [[span(`at ${at} `, 'dim')], NOTHING] as const, goes: 10, close: true }]),
    ...(view.waiting === 0
      ? []
      : [
          {
            forms: [waiting(` ▼ ${n} new (G to follow) `), waiting(` ▼ ${n} new `), waiting(`▼${n} `)] as const,
            goes: 8,
          },
        ]),
    ...(view.hidden === 0
      ? []
      : [
          {
            forms: [
              hidden(` +${count(view.hidden)} hidden by the filter `),
              hidden(` +${count(view.hidden)} hidden `),
              NOTHING,
            ] as const,
            goes: 9,
          },
        ]),
  ]
}

function rightParts(model: Model): Part[] {
  const { view, list } = browseOf(model)
  const zoomed = (text: string): Line => [span(text, 'accent', { click: 'zoom' })]
  const position = `${count(Math.min(view.cursor + 1, list.length))}/${count(list.length)}`
  const share = list.length < 2 ? 100 : Math.floor((Math.min(view.cursor, list.length - 1) / (list.length - 1)) * 100)
  return [
    ...(model.zoomed ? [{ forms: [zoomed(' zoomed · z '), zoomed('z '), NOTHING] as const, goes: 9 }] : []),
    ...(view.follow
      ? []
      : [
          {
            forms: [
              [span(` ${position} · ${share}% `, 'dim')],
              [span(` ${position} `, 'dim')],
              [span(position, 'dim')],
              NOTHING,
            ] as const,
            goes: 6,
          },
        ]),
  ]
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

/** From where and by whom exactly; with the line above it, all that most want to know. */
export function viewPreviewMore(model: Model): Line {
  const { list, view } = browseOf(model)
  const event = list.at(view.cursor)
  if (event === undefined || isNotice(event)) return []
  const { actor, area, context, seq, timestamp } = event
  const parts = [
    ...[actor.name, actor.id, area].filter((text) => text !== undefined && text !== actorOf(event)),
    ...(context?.ip === undefined ? [] : [`from ${context.ip}`]),
    ...(context?.userAgent === undefined ? [] : [context.userAgent]),
    ago(Date.parse(timestamp), model.nowMs),
    `seq ${count(seq)}`,
  ]
  return [span(` ${parts.join(' · ')}`, 'dim')]
}

const SIGNS = { done: '✓', note: '·', error: '!' } as const
const STYLES = { done: 'good', note: 'accent', error: 'bad' } as const

/** What just happened, or the export that is running; otherwise nothing. */
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
