import type { Histogram } from '../../protocol/request.js'
import { browseOf } from '../model/browse.js'
import type { Model } from '../model/model.js'
import { columnChart, resample } from '../view/bars.js'
import { memo } from '../view/memo.js'
import { compact } from '../view/number.js'
import type { Rect, Size } from '../view/rect.js'
import { fitLine, fitText, type Line, span } from '../view/text.js'
import type { Clock } from '../view/time.js'

const SCALE_COLUMNS = 6
const DAY_MS = 86_400_000

/** One bucket of the histogram a column. */
export const chartColumns = ({ columns, rows }: Size): number => Math.max(1, columns - scaleColumns(rows) - 1)

const scaleColumns = (rows: number): number => (rows > 2 ? SCALE_COLUMNS : 1)

/** When what matches happened: a column chart with its scale, failures marked, times below. */
export const viewActivity = (model: Model, clock: Clock, { columns, rows }: Rect): Line[] =>
  chartOf(browseOf(model).histogram, clock, columns, rows)

const chartOf = memo((histogram: Histogram | undefined, clock: Clock, columns: number, rows: number): Line[] => {
  if (histogram === undefined || histogram.counts.length === 0) {
    return Array.from({ length: rows }, (_, i) => [span(i === rows - 1 ? ' no activity yet' : '', 'dim')])
  }
  const barRows = rows - 1
  const scale = scaleColumns(rows)
  const width = chartColumns({ columns, rows })
  const values = resample(histogram.counts, width)
  const failures = resample(histogram.by?.failure ?? [], width)
  const highest = Math.max(1, ...values)
  const chart = columnChart(values, barRows, highest)
  const failed = columnChart(failures, barRows, highest)
  const lines = chart.map((text, row): Line => {
    const label =
      row === 0 ? compact(highest) : row === Math.floor(barRows / 2) && barRows > 3 ? compact(highest / 2) : ''
    const axis =
      barRows > 1 ? span(`${fitText(label, scale - 1, 'right')}${label === '' ? '│' : '┤'}`, 'dim') : span(' ')
    return [axis, ...coloured(text, failed[row]!)]
  })
  return [...lines, axisLine(histogram, clock, scale, width)]
})

/** Columns that are failures from the bottom up to this row are in the colour of failures. */
function coloured(text: string, failed: string): Line {
  const pieces: Line = [...text.matchAll(/ +|[^ ]+/g)].flatMap(({ 0: run, index }) => {
    if (run.startsWith(' ')) return [span(run)]
    const spans: Line = [...run].map((block, i) =>
      span(block, failed[index + i] === ' ' || failed[index + i] === undefined ? 'accent' : 'bad'),
    )
    return spans
  })
  return pieces
}

function axisLine(
  { from, to }: { readonly from: string; readonly to: string },
  clock: Clock,
  indent: number,
  width: number,
): Line {
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)]
  const label = (atMs: number) => {
    const wall = clock.wall(atMs)
    return toMs - fromMs > 2 * DAY_MS ? wall.slice(5, 10) : wall.slice(11, 16)
  }
  const labels = Math.max(2, Math.min(9, Math.floor(width / 16)))
  const step = width / (labels - 1)
  let text = ''
  for (let i = 0; i < labels; i++) {
    const at = Math.min(Math.round(i * step), width - 5)
    text = fitText(text, Math.max(text.length, at)) + label(fromMs + ((toMs - fromMs) * i) / (labels - 1))
  }
  return fitLine([span(' '.repeat(indent)), span(text, 'dim')], indent + width)
}
