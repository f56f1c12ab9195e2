import type { Model } from '../model/model.js'
import { currentRate } from '../model/rate-meter.js'
import type { Figures } from '../model/stats.js'
import { resample } from '../view/bars.js'
import type { DrawChart } from '../view/chart.js'
import { compose, type Part } from '../view/compose.js'
import { compact, count, rate } from '../view/number.js'
import type { Size } from '../view/rect.js'
import { fitLine, fitText, type Line, span } from '../view/text.js'
import { type Clock, duration } from '../view/time.js'
import type { PlainViewScreen } from './plain-view.js'

/** A chart and what stands above it, in a room of its own. */
interface Chart {
  readonly title: Line
  lines(size: Size): readonly Line[]
}

const CHART_COLUMNS = 56
const CHART_ROWS = 10

/** The trail in figures: in charts where there is room and they are loaded, else in words. */
export const statsScreen = (draw: DrawChart): PlainViewScreen => ({
  title({ period, browses: { live }, figures }) {
    const { text } = live.filter
    return [
      span(' stats ', 'dim'),
      span(`‹ ${period.name} ›`, 'strong'),
      span(' of ', 'dim'),
      text === '' ? span('the whole trail', 'dim') : span(text, 'accent'),
      ...(figures === undefined ? [] : [span(` · ${count(figures.total)} events`)]),
    ]
  },
  body(model, clock, rect) {
    if (!model.chartsLoaded || rect.columns < CHART_COLUMNS || rect.rows < CHART_ROWS) return inWords(model)
    const [above, below] = [Math.ceil(rect.rows / 2), Math.floor(rect.rows / 2)]
    const [left, right] = [Math.ceil(rect.columns / 2), Math.floor(rect.columns / 2)]
    const at = (chart: Chart, x: number, y: number, columns: number, rows: number): Part => {
      const size = { columns: columns - 2, rows: rows - 1 }
      const lines = [fitLine(chart.title, size.columns), ...chart.lines(size)].map((line): Line => [span(' '), ...line])
      return { rect: { x, y, columns, rows }, lines }
    }
    return compose(rect, [
      at(rateNow(model, draw), 0, 0, left, above),
      at(outcomes(model, clock, draw), left, 0, right, above),
      at(areas(model, draw), 0, above, left, below),
      at(actors(model, draw), left, above, right, below),
    ])
  },
  status: ({ period }) => `STATS last ${period.name}`,
  preview: ({ figures }) => (figures === undefined ? [span(' counting…', 'dim')] : failureLine(figures)),
})

const share = (part: number, whole: number): string =>
  whole === 0 ? '0%' : `${((part / whole) * 100).toFixed(part > 0 && part / whole < 0.1 ? 1 : 0)}%`

const failureLine = ({ total, failures }: Figures): Line => [
  span(' '),
  span(`${count(total - failures)} ok`, 'good'),
  span(' · '),
  span(`${count(failures)} FAIL`, failures > 0 ? 'bad' : 'dim'),
  span(` (${share(failures, total)})`, 'dim'),
]

/** What fits any screen. */
function inWords(model: Model): Line[] {
  const { figures, rate: meter } = model
  const fact = (name: string, value: string): Line => [span(` ${name} `, 'dim'), span(value)]
  if (figures === undefined) return [fact('rate', `${rate(currentRate(meter))} ev/s`), [span(' counting…', 'dim')]]
  const [area] = figures.areas
  const [actor] = figures.actors
  return [
    fact('rate', `${rate(currentRate(meter))} ev/s`),
    failureLine(figures),
    ...(actor === undefined ? [] : [fact('top', `${compact(actor.total)} ${actor.name}`)]),
    ...(area === undefined ? [] : [fact('in', `${compact(area.success + area.failure)} ${area.name}`)]),
    ...figures.actors.slice(1).map(({ name, total }) => fact('', `${compact(total)} ${name}`)),
  ]
}

const title = (text: string, rest = ''): Line => [span(text, 'title'), span(rest, 'dim')]

const DAY_MS = 86_400_000
const LAG_MS = 5000
const GAUGES = 2

/** The last minute, and how full and how far behind this screen is. */
function rateNow(model: Model, draw: DrawChart): Chart {
  const { rate: meter, lagMs = 0, browses } = model
  const { tape } = browses.live.list
  const gauge = (name: string, value: number, told: string, columns: number): Line => {
    const width = Math.max(4, Math.min(30, columns - 26))
    const [line = []] = draw('gauge', value, { columns: width, rows: 1 })
    return [span(name.padEnd(7), 'dim'), ...line, span(` ${told}`)]
  }
  return {
    title: title('rate', ` ${rate(currentRate(meter))} ev/s now · the last minute`),
    lines: ({ columns, rows }) => {
      const high = rows - GAUGES - 1
      return [
        ...draw('line', meter.perSecond.slice(0, -1), { columns, rows: high }),
        [span(fitText('  60 s ago', columns - 4), 'dim'), span('now', 'dim')],
        gauge('buffer', tape.length / tape.capacity, `${compact(tape.length)} of ${compact(tape.capacity)}`, columns),
        gauge('lag', lagMs / LAG_MS, lagMs < 10_000 ? `${(lagMs / 1000).toFixed(1)} s` : duration(lagMs), columns),
      ]
    },
  }
}

const KEY: Line = [span('█', 'good'), span(' ok ', 'dim'), span('▒', 'bad'), span(' FAIL', 'dim')]

/** When it was, and how it ended. */
function outcomes({ figures, period }: Model, clock: Clock, draw: DrawChart): Chart {
  return {
    title: [...title('outcomes', ` over ${period.name} · `), ...KEY],
    lines({ columns, rows }) {
      if (figures === undefined) return [[span('counting…', 'dim')]]
      const { counts, by, from, to } = figures.activity
      const [barColumns, gap] = [2, 2]
      const n = Math.max(2, Math.floor(columns / (barColumns + gap)))
      const [all, failed] = [resample(counts, n), resample(by?.failure ?? [], n)]
      const groups = all.map((total, i) => [total - failed[i]!, failed[i]!])
      const high = rows - 1
      const wall = (text: string) =>
        clock
          .wall(Date.parse(text))
          .slice(period.ms < DAY_MS ? 11 : 5, 16)
          .replace('T', ' ')
      const peak = `peak ${compact(Math.max(0, ...all))} in ${stretch(period.ms / n)}`
      const room = Math.max(0, columns - 2 * wall(from).length)
      return [
        ...draw('bars', { groups, barColumns, gap }, { columns, rows: high }),
        [span(wall(from), 'dim'), span(centre(peak, room), 'dim'), span(wall(to), 'dim')],
      ]
    },
  }
}

const stretch = (ms: number): string => duration(Math.round(ms))

const centre = (text: string, columns: number): string => {
  const left = Math.max(0, Math.floor((columns - text.length) / 2))
  return fitText(' '.repeat(left) + text, columns)
}

/** Where it was, and how it ended: named below each bar. */
function areas({ figures }: Model, draw: DrawChart): Chart {
  return {
    title: [...title('areas', ' '), ...KEY],
    lines({ columns, rows }) {
      if (figures === undefined) return []
      const each = columns >= 90 ? 16 : columns >= 50 ? 13 : 10
      const shown = figures.areas.slice(0, Math.max(1, Math.floor(columns / each)))
      const groups = shown.map(({ success, failure }) => [success, failure])
      const labels = (text: (area: Figures['areas'][number]) => string): string =>
        shown.map((area) => `${fitText(text(area), each - 1)} `).join('')
      return [
        ...draw('bars', { groups, barColumns: each - 2, gap: 2 }, { columns, rows: rows - 2 }),
        [span(labels(({ name }) => name))],
        [
          span(
            labels(({ success, failure }) => `${compact(success + failure)}${failure ? ` ✗${compact(failure)}` : ''}`),
            'dim',
          ),
        ],
      ]
    },
  }
}

/** Who it was, each with a line of when. */
function actors({ figures }: Model, draw: DrawChart): Chart {
  return {
    title: title('actors', ' busiest first, and when'),
    lines({ columns, rows }) {
      if (figures === undefined) return []
      const names = Math.min(28, Math.floor(columns * 0.4))
      const room = Math.max(4, columns - names - 8)
      return figures.actors.slice(0, rows).map(({ name, total, counts }): Line => {
        const [line = []] = draw('sparkline', resample(counts, Math.min(room, counts.length)), {
          columns: room,
          rows: 1,
        })
        return [span(fitText(name, names)), span(`${fitText(compact(total), 6, 'right')} `, 'strong'), ...line]
      })
    },
  }
}
