import { keyOf } from '../model/binding.js'
import { type Browse, browseOf } from '../model/browse.js'
import { hitRankOf } from '../model/hit-rank.js'
import type { Model } from '../model/model.js'
import { newerThan } from '../model/search.js'
import { isNotice } from '../model/tape.js'
import { isStale } from '../model/trail.js'
import { joinedForMs } from '../model/waiting-room.js'
import { count } from '../view/number.js'
import { fitText, type Line, lineColumns, span } from '../view/text.js'
import { type Clock, duration } from '../view/time.js'
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

/** The same rule for a view that lists no events. */
export function viewPlainStatus({ hello, connection }: Model, told: string, columns: number): Line {
  const lost = hello !== undefined && connection.kind !== 'open'
  const line: Line = [
    span('─', 'dim'),
    ...(lost && columns < NARROW ? [span(' ○', 'warn')] : []),
    span(` ${told} `, 'accent'),
    ...(lost ? [span('─', 'dim'), span(' NOT CONNECTED: as of then ', 'warn')] : []),
  ]
  return [...line, span('─'.repeat(Math.max(0, columns - lineColumns(line))), 'dim')]
}

const NARROW = 40

/** Follow state first: in its shortest form one letter, so that on the smallest screen all the states fit. */
function leftParts(model: Model, clock: Clock, places: Layout): Part[] {
  const browse = browseOf(model)
  const offline = model.connection.kind !== 'open'
  return [
    ...(places.header === undefined && offline ? [{ forms: spaced(connectionForms(model, clock)), goes: 5 }] : []),
    browse.name === 'search' ? SEARCHING : browse.view.follow ? followingPart(model) : pausedPart(),
    ...(places.filter === undefined && browse.filter.text !== '' ? [FILTERED] : []),
    ...(browse.name === 'search'
      ? newerParts(model, browse)
      : browse.view.follow
        ? []
        : waitingParts(model, browse, clock)),
    ...contextParts(model, browse, clock),
    ...foundParts(browse),
  ]
}

const SEARCHING: Part = { forms: [[span(' SEARCH ', 'accent')], [span('? ', 'accent')]], goes: 7 }

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

/** What came since Search was asked. */
function newerParts(model: Model, browse: Browse): Part[] {
  const newer = newerThan(model, browse)
  if (newer === 0) return []
  const told = (text: string): Line => [span(text, 'strong', { click: 'again' })]
  const n = count(newer)
  return [
    {
      forms: [told(` ▼ ${n} newer (${keyOf(model, 'again')} asks again) `), told(` ▼ ${n} newer `), told(`▼${n} `)],
      goes: 8,
    },
  ]
}

/** The filter that waits while an event is shown among its neighbours. */
function contextParts(model: Model, { context }: Browse, clock: Clock): Part[] {
  if (context === undefined) return []
  const at = clock.wall(Date.parse(context.event.timestamp)).slice(11, 19)
  const told = (text: string): Line => [span(text, 'accent', { click: 'context' })]
  return [
    {
      forms: [told(` context of ${at} · ${keyOf(model, 'context')} returns `), told(' context '), told('c ')],
      goes: 8,
    },
  ]
}

/** What is looked for. */
function foundParts(browse: Browse): Part[] {
  const { highlight, hits } = browse
  if (highlight === undefined) return []
  const rank = hitRankOf(browse)
  const { text } = highlight
  const short = fitText(text, Math.min(8, text.length))
  const n =
    hits === undefined
      ? ''
      : rank !== undefined
        ? ` hit ${count(rank)} of ${count(hits)}`
        : ` ${count(hits)} ${hits === 1 ? 'hit' : 'hits'}`
  const all = hits === undefined ? '' : rank === undefined ? count(hits) : `${count(rank)}/${count(hits)}`
  const told = (words: string): Line => [span(words, 'accent')]
  const forms: Part['forms'] = [
    told(` “${text}”${n} `),
    told(` “${short}”${n} `),
    told(`“${short}” `),
    told(`*${all} `),
  ]
  return [{ forms, goes: 8 }]
}

const LEAVING_SOON_MS = 10 * 60_000

/** What is kept of what came while the list stands still is bounded. */
function leavingParts({ rate }: Model, browse: Browse): Part[] {
  const leftMs = joinedForMs(browse, rate)
  if (leftMs === undefined || leftMs > LEAVING_SOON_MS) return []
  const left = `~${duration(leftMs)}`
  const told = (text: string): Line => [span(text, 'warn')]
  return [{ forms: [told(` oldest paused event will leave in ${left} `), told(` ${left} `)], goes: 8 }]
}

function waitingParts(model: Model, browse: Browse, clock: Clock): Part[] {
  const { view, list } = browse
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
            forms: [
              waiting(` ▼ ${n} new (${keyOf(model, 'follow')} to follow) `),
              waiting(` ▼ ${n} new `),
              waiting(`▼${n} `),
            ] as const,
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
    ...leavingParts(model, browse),
  ]
}

function rightParts(model: Model): Part[] {
  const browse = browseOf(model)
  const { view, list } = browse
  const zoomed = (text: string): Line => [span(text, 'accent', { click: 'zoom' })]
  const position = `${count(Math.min(view.cursor + 1, list.length))}/${count(list.length)}`
  const share = list.length < 2 ? 100 : Math.floor((Math.min(view.cursor, list.length - 1) / (list.length - 1)) * 100)
  return [
    ...(model.zoomed
      ? [{ forms: [zoomed(` zoomed · ${keyOf(model, 'zoom')} `), zoomed('z ')] as const, goes: 5 }]
      : []),
    ...(view.follow && browse.name === 'live'
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
