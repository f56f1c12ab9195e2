import type { Histogram } from '../../protocol/request.js'
import { browseOf } from '../model/browse.js'
import { type Brush, columnAt, pickedColumns, stretchOf, timeColumns } from '../model/brush.js'
import type { Model } from '../model/model.js'
import { columnChart, resample } from '../view/bars.js'
import { memo } from '../view/memo.js'
import { compact, count } from '../view/number.js'
import type { Rect, Size } from '../view/rect.js'
import { fitLine, fitText, type Ground, type Line, type Span, type Style, span } from '../view/text.js'
import { type Clock, stretch, UTC } from '../view/time.js'

/** Left of the chart: how many events its top stands for, in how long a time. */
export const SCALE_COLUMNS = 6
const DAY_MS = 86_400_000
/** Here the times of what is picked out have a line beside that of the axis. */
const TALL = 4

/** One bucket of the histogram a column. */
export const chartColumns = ({ columns }: Size): number => Math.max(1, columns - SCALE_COLUMNS - 1)

/** When what matches happened: a column chart with its scale, failures marked, times below. */
export function viewActivity(model: Model, zone: Clock, { columns, rows }: Rect): Line[] {
  const { histogram, brush, focus } = browseOf(model)
  return chartOf(histogram, focus === 'histogram' ? brush : undefined, model.time === 'utc' ? UTC : zone, columns, rows)
}

/** `brush`: what is picked out, where the histogram has the keys. */
const chartOf = memo(makeChart)

function makeChart(
  histogram: Histogram | undefined,
  brush: Brush | undefined,
  clock: Clock,
  columns: number,
  rows: number,
): Line[] {
  if (histogram === undefined || histogram.counts.length === 0) {
    return Array.from({ length: rows }, (_, i) => [span(i === rows - 1 ? ' no activity yet' : '', 'dim')])
  }
  const width = chartColumns({ columns, rows })
  const time = timeColumns(histogram, width)
  const values = resample(histogram.counts, width)
  const failures = resample(histogram.by?.failure ?? [], width)
  const [first, last] = pickedColumns(time, brush ?? {})
  const cursor = columnAt(time, brush?.atMs)
  const groundAt = (column: number): Ground | undefined =>
    brush === undefined || column < first || column > last ? undefined : column === cursor ? 'cell' : 'row'

  const barRows = rows - (brush !== undefined && rows >= TALL ? 2 : 1)
  const highest = Math.max(1, ...values)
  const failed = columnChart(failures, barRows, highest)
  const chart = columnChart(values, barRows, highest).map((text, row): Line => {
    const label =
      row === 0 ? compact(highest) : row === Math.floor(barRows / 2) && barRows > 3 ? compact(highest / 2) : ''
    const scale = span(`${fitText(label, SCALE_COLUMNS - 1, 'right')}${label === '' ? '│' : '┤'}`, 'dim')
    // A full column covers its ground: what is picked out has another colour too.
    const style = (column: number): Style =>
      (failed[row]![column] ?? ' ') !== ' ' ? 'bad' : groundAt(column) === undefined ? 'accent' : 'plain'
    return [scale, ...runs([...text], style, groundAt)]
  })
  const unit = span(fitText(`/${stretch(time.columnMs)} `, SCALE_COLUMNS, 'right'), 'dim')
  const axis = [unit, ...axisLine(histogram, failures, clock, width)]
  if (brush === undefined) return [...chart, axis]

  const sum = (of: readonly number[]) => of.slice(first, last + 1).reduce((a, b) => a + b, 0)
  const picked = pickedLine(
    stretchOf(time, [first, last]),
    sum(values),
    sum(failures),
    clock,
    columns,
    brush.beganMs !== undefined,
  )
  return rows >= TALL ? [...chart, axis, picked] : [...chart, picked]
}

/** Characters in spans, one for each run of the same style and ground. */
function runs(
  text: readonly string[],
  styleAt: (column: number) => Style,
  groundAt: (column: number) => Ground | undefined,
): Line {
  const out: Span[] = []
  let from = 0
  for (let i = 1; i <= text.length; i++) {
    if (i < text.length && styleAt(i) === styleAt(from) && groundAt(i) === groundAt(from)) continue
    const on = groundAt(from)
    out.push(span(text.slice(from, i).join(''), styleAt(from), on && { on }))
    from = i
  }
  return out
}

/** Times, and between them where failures are: a point where there is any, a cross where they are twice as many as elsewhere. */
function axisLine({ from, to }: Histogram, failures: readonly number[], clock: Clock, width: number): Line {
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)]
  const label = (atMs: number) => {
    const wall = clock.wall(atMs)
    return toMs - fromMs > 2 * DAY_MS ? wall.slice(5, 10) : wall.slice(11, 16)
  }
  const mean = failures.reduce((a, b) => a + b, 0) / width
  const signs: string[] = Array.from({ length: width }, (_, i) => {
    const failed = failures[i] ?? 0
    return failed === 0 ? ' ' : failed >= 2 * mean ? '✗' : '·'
  })
  const times = new Set<number>()
  const labels = Math.max(2, Math.min(9, Math.floor(width / 16)))
  for (let i = 0; i < labels; i++) {
    const at = Math.max(0, Math.min(Math.round((i * width) / (labels - 1)), width - 5))
    for (const [j, character] of [...label(fromMs + ((toMs - fromMs) * i) / (labels - 1))].entries()) {
      signs[at + j] = character
      times.add(at + j)
    }
  }
  return runs(
    signs.slice(0, width),
    (column) => (times.has(column) || signs[column] === ' ' ? 'dim' : 'bad'),
    () => undefined,
  )
}

function pickedLine(
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  events: number,
  failed: number,
  clock: Clock,
  columns: number,
  begun: boolean,
): Line {
  const lead = span(begun ? '[' : ' ', 'accent')
  const [from, to] = [clock.wall(fromMs), clock.wall(toMs)]
  if (columns < 50) {
    return fitLine(
      [
        lead,
        span(toMs - fromMs < DAY_MS / 2 ? from.slice(11, 16) : from.slice(5, 10)),
        span(` ${compact(events)}`, 'strong'),
        ...(failed > 0 ? [span(` ✗${compact(failed)}`, 'bad')] : []),
      ],
      columns,
    )
  }
  const end = to.slice(0, 10) === from.slice(0, 10) ? to.slice(11, 19) : to.slice(5, 19).replace('T', ' ')
  return [
    lead,
    span(`${from.slice(5, 19).replace('T', ' ')} → ${end}`, 'accent'),
    span(`  ${count(events)}`, 'strong'),
    span(events === 1 ? ' event' : ' events', 'dim'),
    ...(failed > 0 ? [span(`  ✗ ${count(failed)} failed`, 'bad')] : []),
  ]
}
