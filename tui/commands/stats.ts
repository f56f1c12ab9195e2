import type { FacetValue, Histogram } from '../../protocol/request.js'
import { bar, sparkline } from '../view/bars.js'
import { count } from '../view/number.js'
import { fitText, type Line, span } from '../view/text.js'
import { columnsOf } from '../view/width.js'
import { command, defaulted } from './command.js'
import { clockOf, localTime } from './event-line.js'
import { formatOf, OUTPUT_OPTION } from './event-printer.js'
import { FILTER_OPTIONS, filterOf } from './filter-option.js'
import { TARGET_OPTIONS } from './find-daemon.js'
import { jsonLine } from './json-line.js'
import { distinct, leftOut } from './left-out.js'
import { wholeNumber } from './option-value.js'
import { paint } from './paint.js'
import { progressBar } from './progress-bar.js'
import { withClient } from './with-client.js'
import type { World } from './world.js'

const FIELDS = ['actor', 'action', 'area'] as const
const BUCKETS = 60
const LABEL_COLUMNS = 40
const BAR_COLUMNS = 24

interface Stats {
  readonly total: number
  readonly fields: Readonly<Record<(typeof FIELDS)[number], { values: readonly FacetValue[]; distinct: number }>>
  /** Absent where nothing matches. */
  readonly activity: Histogram | undefined
}

export const stats = command({
  name: 'stats',
  summary: 'count events by actor, action and area, and over time',
  arguments: '[FILTER...]',
  options: {
    top: defaulted('--top <count>', 'so many of each', wholeNumber(1, 10_000), 10),
    ...OUTPUT_OPTION,
    ...FILTER_OPTIONS,
    ...TARGET_OPTIONS,
  },
  async run(world, args, values) {
    const filtered = { filter: filterOf(args, values), timeZone: world.timeZone }
    const progress = progressBar(world)
    const { total, fields, activity, damaged } = await withClient(world, values, async (client) => {
      const [facets, histogram] = await Promise.all([
        // Both look at the same events side by side, so one of them can tell for both.
        client.call('facets', { ...filtered, fields: [...FIELDS], top: values.top }, world.signal, progress.of),
        client.call('histogram', { ...filtered, buckets: BUCKETS }, world.signal),
      ])
      return { ...facets, activity: histogram, damaged: [...(facets.damaged ?? []), ...(histogram.damaged ?? [])] }
    }).finally(progress.clear)
    const none = { values: [], distinct: 0 }
    const { actor = none, action = none, area = none } = fields
    const found: Stats = { total, fields: { actor, action, area }, activity: total > 0 ? activity : undefined }
    const json = formatOf(world, values.output) === 'json'
    await world.stdout.write(json ? asJson(found, world) : asText(found, world))
    const problem = leftOut(distinct(damaged))
    if (problem !== undefined) throw problem
    return undefined
  },
})

const asJson = ({ total, fields, activity }: Stats, { stdout }: World) =>
  jsonLine(JSON.stringify({ total, ...fields, activity }), stdout)

function asText({ total, fields, activity }: Stats, { stdout, timeZone }: World): string {
  const lines: Line[] = [[span(`${count(total)} events`, 'title')]]
  if (activity) {
    const clock = clockOf(timeZone)
    const from = localTime(activity.from, clock)
    const between = BUCKETS - columnsOf(from) - columnsOf(localTime(activity.to, clock))
    lines.push([span(sparkline(activity.counts), 'accent')])
    lines.push([span(`${from}${' '.repeat(Math.max(2, between))}${localTime(activity.to, clock)}`, 'dim')])
  }
  for (const field of FIELDS) lines.push([], ...ranking(field, fields[field]))
  return lines.map((line) => `${paint(line, stdout.colour)}\n`).join('')
}

function ranking(field: string, { values, distinct }: Stats['fields']['actor']): Line[] {
  const highest = Math.max(0, ...values.map((value) => value.count))
  const digits = count(highest).length
  const rest = distinct - values.length
  return [
    [span(field, 'strong')],
    ...values.map(
      ({ value, label, count: n }): Line => [
        span('  '),
        { text: fitText(label ?? value, LABEL_COLUMNS) },
        span(`  ${count(n).padStart(digits)}  `),
        span(bar(n, highest, BAR_COLUMNS), 'accent'),
      ],
    ),
    ...(rest > 0 ? [[span(`  and ${count(rest)} more`, 'dim')]] : []),
  ]
}
