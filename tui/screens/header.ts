import { openAlerts } from '../model/alerts.js'
import { browseOf } from '../model/browse.js'
import type { Model } from '../model/model.js'
import { currentRate } from '../model/rate-meter.js'
import type { ViewName } from '../model/views.js'
import { sparkline } from '../view/bars.js'
import { rate } from '../view/number.js'
import { type Line, lineColumns, span, spread } from '../view/text.js'
import { type Clock, duration } from '../view/time.js'

/** A part of the header; on a narrow screen the one with the highest number goes first. */
interface Part {
  readonly line: Line
  readonly goes: number
}

/** A view as it is named here, and what shows it. */
interface Tab {
  readonly view: ViewName
  readonly title: string
  readonly key: string
  readonly command: string
}

const WIDE = 120

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

/** Whether, and since when, what is shown is what there is. */
export function viewHeader(model: Model, tabs: readonly Tab[], clock: Clock, columns: number): Line {
  const left: Part[] = [
    { line: [span(' AUDIT', 'title')], goes: 5 },
    ...(model.demo ? [{ line: [span(' DEMO ', 'warn', { on: 'bar' })], goes: 0 }] : []),
    ...(tabs.length > 1 ? [{ line: tabLine(model, tabs, columns < WIDE), goes: 4 }] : []),
    { line: connectionState(model, clock), goes: 0 },
    ...asOf(model, clock),
    ...(model.hello ? [{ line: [span(model.hello.workspace, 'strong')], goes: 2 }] : []),
  ]
  const right: Part[] = [
    { line: [span(`${rate(currentRate(model.rate))}${columns < WIDE ? '/s' : ' ev/s'}`)], goes: 3 },
    { line: [span(sparkline(model.rate.perSecond.slice(columns >= 120 ? -31 : -11, -1)), 'accent')], goes: 6 },
    ...(model.lagMs === undefined ? [] : [{ line: lag(model.lagMs), goes: 4 }]),
    { line: [span(time(model, clock), 'dim')], goes: 1 },
  ]
  for (let last = 7; last > 0 && widthOf(left) + widthOf(right) + 1 > columns; last--) {
    for (const parts of [left, right]) {
      const at = parts.findIndex(({ goes }) => goes === last)
      if (at >= 0) parts.splice(at, 1)
    }
  }
  return spread(joined(left), [...joined(right), span(' ')], columns)
}

const widthOf = (parts: readonly Part[]): number => lineColumns(joined(parts)) + 1

const joined = (parts: readonly Part[]): Line =>
  parts.flatMap(({ line }, i) => (i === 0 ? line : [span(i === 1 ? ' ' : '  '), ...line]))

/** Search shows the trail as of when it was asked. */
function asOf(model: Model, clock: Clock): Part[] {
  const { askedAtMs } = browseOf(model)
  if (model.current !== 'search' || askedAtMs === undefined) return []
  return [{ line: [span(`as of ${clock.wall(askedAtMs).slice(11, 19)}`, 'accent')], goes: 1 }]
}

function connectionState({ connection, connectionSinceMs, nowMs }: Model, clock: Clock): Line {
  switch (connection.kind) {
    case 'open':
      return [span('● LIVE', 'good')]
    case 'connecting':
      return [span(connection.attempt > 1 ? `◐ reconnecting ${connection.attempt}` : '◐ connecting', 'warn')]
    case 'waiting': {
      const next = `next try ${Math.max(0, Math.ceil((connection.retryAtMs - nowMs) / 1000))}s`
      if (nowMs - connectionSinceMs < 10_000) {
        return [span(`◐ reconnecting ${connection.attempt}`, 'warn'), span(` · ${next}`, 'dim')]
      }
      const since = clock.wall(connectionSinceMs).slice(11, 19)
      return [span(`○ OFFLINE since ${since}`, 'bad'), span(` · ${next} · r now`, 'dim')]
    }
    case 'closed':
      return [span(connection.refused ? '○ REFUSED' : '○ CLOSED', 'bad')]
  }
}

function lag(lagMs: number): Line {
  const text = lagMs < 10_000 ? `${(lagMs / 1000).toFixed(1)}s` : duration(lagMs)
  return lagMs > 5000 ? [span(`${text} behind`, 'warn')] : [span('lag ', 'dim'), span(text)]
}

function time({ nowMs, time }: Model, clock: Clock): string {
  if (time === 'utc') return `${new Date(nowMs).toISOString().slice(11, 19)} UTC`
  return `${clock.wall(nowMs).slice(11, 19)} ${clock.zone(nowMs)}`
}
