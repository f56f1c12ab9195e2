import { openAlerts } from '../model/alerts.js'
import { keyOf } from '../model/binding.js'
import { browseOf } from '../model/browse.js'
import type { Model } from '../model/model.js'
import { currentRate } from '../model/rate-meter.js'
import type { ViewName } from '../model/views.js'
import { sparkline } from '../view/bars.js'
import { rate } from '../view/number.js'
import { type Line, lineColumns, span, spread } from '../view/text.js'
import { type Clock, duration } from '../view/time.js'
import { fitParts, NOTHING, type Part } from './parts.js'

/** A view as it is named here, and what shows it. */
interface Tab {
  readonly view: ViewName
  readonly title: string
  readonly key: string
  readonly command: string
}

const WIDE = 120
/** From here on one should know that what is shown is late. */
const LATE_MS = 5000

/** The views with their keys; on a narrow screen the others by their keys alone. Alerts that nobody has seen to are counted. */
function tabLine(model: Model, tabs: readonly Tab[], short: boolean): Line {
  const alerts = openAlerts(model).length
  return tabs.flatMap(({ view, title, key, command }, i): Line => {
    const here = view === model.current
    const n = view === 'alerts' && alerts > 0 ? `(${alerts})` : ''
    const text = short && !here ? `${key}${n && '!'}` : `${key}:${title}${n}`
    const style = here ? 'title' : n === '' ? 'dim' : 'warn'
    return [...(i === 0 ? [] : [span(' ')]), span(text, style, { click: command, ...(here && { on: 'bar' }) })]
  })
}

function tabForms(model: Model, tabs: readonly Tab[], columns: number): Part['forms'] {
  const short = tabLine(model, tabs, true)
  return columns < WIDE ? [short, NOTHING] : [tabLine(model, tabs, false), short, NOTHING]
}

/** Whether, and since when, what is shown is what there is. */
export function viewHeader(model: Model, tabs: readonly Tab[], clock: Clock, columns: number): Line {
  const gone = (line: Line, goes: number): Part => ({ forms: [line, NOTHING], goes })
  const perSecond = rate(currentRate(model.rate))
  const left: Part[] = [
    gone([span(' AUDIT', 'title')], 5),
    ...(model.demo ? [{ forms: [[span(' DEMO ', 'warn', { on: 'bar' })]] as const, goes: 0 }] : []),
    ...(tabs.length > 1 ? [{ forms: tabForms(model, tabs, columns), goes: 4 }] : []),
    { forms: connectionForms(model, clock), goes: 0 },
    ...asOf(model, clock).map((line) => gone(line, 1)),
    ...(model.hello ? [gone([span(model.hello.workspace, 'strong')], 2)] : []),
  ]
  const right: Part[] = [
    { forms: [[span(`${perSecond} ev/s`)], [span(`${perSecond}/s`)], NOTHING], goes: 3 },
    gone([span(sparkline(model.rate.perSecond.slice(columns >= 120 ? -31 : -11, -1), '·'), 'accent')], 6),
    ...(model.lagMs === undefined ? [] : [gone(lag(model.lagMs), model.lagMs > LATE_MS ? 4 : 5)]),
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

/** Search shows the trail as of when it was asked. */
function asOf(model: Model, clock: Clock): Line[] {
  const { askedAtMs } = browseOf(model)
  if (model.current !== 'search' || askedAtMs === undefined) return []
  return [[span(`as of ${clock.wall(askedAtMs).slice(11, 19)}`, 'accent')]]
}

/** How the link to the daemon is, the longest form first, in the shortest only its sign and what one waits for. */
export function connectionForms(model: Model, clock: Clock): Part['forms'] {
  const { connection, connectionSinceMs, nowMs } = model
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
        [offline, next, span(` · ${keyOf(model, 'again')} now`, 'dim')],
        [offline, next],
        [offline],
        [span(`○ OFFLINE ${since.slice(11, 16)}`, 'bad')],
        [span(`○ ${since.slice(11, 16)}`, 'bad')],
      ]
    }
    case 'closed': {
      const { refused } = connection
      return [[span(refused === undefined ? '○ CLOSED' : '○ REFUSED', 'bad')], [span('○', 'bad')]]
    }
  }
}

function lag(lagMs: number): Line {
  const text = lagMs < 10_000 ? `${(lagMs / 1000).toFixed(1)}s` : duration(lagMs)
  return lagMs > LATE_MS ? [span(`${text} behind`, 'warn')] : [span('lag ', 'dim'), span(text)]
}

/** To the second only while somebody looks: otherwise it alone would keep the line busy. */
function timeForms({ nowMs, time, focused }: Model, clock: Clock): Part['forms'] {
  const [wall, zone] = time === 'utc' ? [new Date(nowMs).toISOString(), 'UTC'] : [clock.wall(nowMs), clock.zone(nowMs)]
  const minutes = wall.slice(11, 16)
  const form = (text: string): Line => [span(text, 'dim')]
  return [form(`${focused ? wall.slice(11, 19) : minutes} ${zone}`), form(`${minutes} ${zone}`), NOTHING]
}
