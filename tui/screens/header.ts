import type { Model } from '../model/model.js'
import { currentRate } from '../model/rate-meter.js'
import { sparkline } from '../view/bars.js'
import { rate } from '../view/number.js'
import { type Line, lineColumns, span, spread } from '../view/text.js'
import { type Clock, duration } from '../view/time.js'
import { fitParts, NOTHING, type Part } from './parts.js'

/** Whether, and since when, what is shown is what there is. */
export function viewHeader(model: Model, clock: Clock, columns: number): Line {
  const gone = (line: Line, goes: number): Part => ({ forms: [line, NOTHING], goes })
  const perSecond = rate(currentRate(model.rate))
  const left: Part[] = [
    gone([span(' AUDIT', 'title')], 5),
    ...(model.demo ? [{ forms: [[span(' DEMO ', 'warn', { on: 'bar' })]] as const, goes: 0 }] : []),
    { forms: connectionForms(model, clock), goes: 0 },
    ...(model.hello ? [gone([span(model.hello.workspace, 'strong')], 2)] : []),
  ]
  const right: Part[] = [
    { forms: [[span(`${perSecond} ev/s`)], [span(`${perSecond}/s`)], NOTHING], goes: 3 },
    gone([span(sparkline(model.rate.perSecond.slice(columns >= 120 ? -31 : -11, -1), '·'), 'accent')], 6),
    ...(model.lagMs === undefined ? [] : [gone(lag(model.lagMs), 4)]),
    { forms: timeForms(model, clock), goes: 1 },
  ]
  const shown = fitParts([...left, ...right], columns, (lines) => {
    return lineColumns(joined(lines.slice(0, left.length))) + lineColumns(joined(lines.slice(left.length))) + 2
  })
  return spread(joined(shown.slice(0, left.length)), [...joined(shown.slice(left.length)), span(' ')], columns)
}

const joined = (lines: readonly Line[]): Line =>
  lines
    .filter(({ length }) => length > 0)
    .flatMap((line, i) => (i === 0 ? line : [span(i === 1 ? ' ' : '  '), ...line]))

/** How the link to the daemon is, the longest form first, in the shortest only its sign and what one waits for. */
export function connectionForms({ connection, connectionSinceMs, nowMs }: Model, clock: Clock): Part['forms'] {
  switch (connection.kind) {
    case 'open':
      return [[span('● LIVE', 'good')]]
    case 'connecting': {
      const sign = span('◐', 'warn')
      if (connection.attempt <= 1) return [[span('◐ connecting', 'warn')], [sign]]
      return [[span(`◐ reconnecting ${connection.attempt}`, 'warn')], [sign]]
    }
    case 'waiting': {
      const seconds = Math.max(0, Math.ceil((connection.retryAtMs - nowMs) / 1000))
      const next = span(` · next try ${seconds}s`, 'dim')
      if (nowMs - connectionSinceMs < 10_000) {
        const again = span(`◐ reconnecting ${connection.attempt}`, 'warn')
        return [[again, next], [again], [span(`◐ ${seconds}s`, 'warn')]]
      }
      const since = clock.wall(connectionSinceMs)
      const offline = span(`○ OFFLINE since ${since.slice(11, 19)}`, 'bad')
      return [
        [offline, next, span(' · r now', 'dim')],
        [offline, next],
        [offline],
        [span(`○ OFFLINE ${since.slice(11, 16)}`, 'bad')],
        [span(`○ ${since.slice(11, 16)}`, 'bad')],
      ]
    }
    case 'closed': {
      const { refused } = connection
      if (refused === undefined) return [[span('○ CLOSED', 'bad')], [span('○', 'bad')]]
      return [[span(`○ REFUSED: ${refused.message}`, 'bad')], [span('○ REFUSED', 'bad')], [span('○', 'bad')]]
    }
  }
}

function lag(lagMs: number): Line {
  const text = lagMs < 10_000 ? `${(lagMs / 1000).toFixed(1)}s` : duration(lagMs)
  return lagMs > 5000 ? [span(`${text} behind`, 'warn')] : [span('lag ', 'dim'), span(text)]
}

/** To the second only while somebody looks: otherwise it alone would keep the line busy. */
function timeForms({ nowMs, time, focused }: Model, clock: Clock): Part['forms'] {
  const [wall, zone] = time === 'utc' ? [new Date(nowMs).toISOString(), 'UTC'] : [clock.wall(nowMs), clock.zone(nowMs)]
  const minutes = wall.slice(11, 16)
  const form = (text: string): Line => [span(text, 'dim')]
  return [form(`${focused ? wall.slice(11, 19) : minutes} ${zone}`), form(`${minutes} ${zone}`), NOTHING]
}
