import type { DeliveryStep, Destination, DestinationState, Discard } from '../../protocol/destination.js'
import { destinationsOf } from '../model/forwarding.js'
import type { Model } from '../model/model.js'
import { resample, sparkline } from '../view/bars.js'
import { compact, count } from '../view/number.js'
import type { Column } from '../view/table.js'
import { type Line, lineColumns, type Style, span, wrap } from '../view/text.js'
import { type Clock, duration } from '../view/time.js'
import { filterWords, many, planWords, settingWords } from './destination-words.js'
import { timeOfText } from './instant.js'

export const DESTINATION_SIGNS: Readonly<Record<DestinationState, readonly [string, Style]>> = {
  disabled: ['○', 'dim'],
  idle: ['●', 'good'],
  delivering: ['▶', 'good'],
  retrying: ['◐', 'warn'],
  down: ['✗', 'bad'],
  gone: ['✗', 'bad'],
  full: ['⏸', 'bad'],
}

const STEP_WORDS: Readonly<Record<DeliveryStep, string>> = {
  received: 'received',
  filteredAtDestination: 'filtered',
  filteredAtSource: 'stopped by the plan',
  failedDelivery: 'refused',
  delivered: 'delivered',
}

const behind = ({ lagEvents, lagSeconds }: Destination): string =>
  lagEvents === 0 ? '0' : `${compact(lagEvents)}, ${duration(lagSeconds * 1000)}`

const filtered = ({ counts }: Destination): number => counts.filteredAtDestination + counts.filteredAtSource

const problem = ({ failure }: Destination): string =>
  failure === undefined ? '' : `${failure.code}: ${failure.message}`

/** A line of a destination; of an example also the event it is about. */
export interface DestinationLine {
  readonly line: Line
  readonly seq?: number
}

const NAME_COLUMNS = 11
/** Here a name has a line of its own. */
const NARROW = 40

/** All that is known of a destination but its secret, which nobody is told. */
export function destinationLines(
  destination: Destination,
  discards: readonly Discard[],
  model: Model,
  clock: Clock,
  columns: number,
): DestinationLine[] {
  const { settings, state, secrets, createdAt, counts, dead, retries, missed, violations } = destination
  const [sign, style] = DESTINATION_SIGNS[state]
  const fact = (name: string, value: string, style: Style = 'plain'): DestinationLine[] => {
    const beside = columns >= NARROW
    const indent = beside ? NAME_COLUMNS : 1
    const pieces = wrap(value, Math.max(1, columns - indent))
    const lines = pieces.map((piece, i): Line => {
      const head = beside && i === 0 ? name : ''
      return [span(head.padEnd(indent), 'dim'), span(piece, style)]
    })
    const above: Line[] = beside || name === '' ? [] : [[span(name, 'dim')]]
    return [...above, ...lines].map((line) => ({ line }))
  }
  const { filters = [], trackingPlan, forwardViolations } = settings
  const perSecond = destination.deliveredPerSecond
  return [
    {
      line: [
        span(`${sign} `, style),
        span(settings.name, 'strong'),
        span(`  ${settings.type}`),
        span(`  ${state}`, style),
      ],
    },
    ...failureLines(destination, model, clock, fact),
    ...fact('behind', behindWords(destination)),
    ...fact(
      'last min',
      `${sparkline(perSecond.slice(-Math.max(8, columns - NAME_COLUMNS - 18)), '·')} ${count(sum(perSecond))} delivered`,
    ),
    ...fact('received', count(counts.received)),
    ...fact(
      '',
      (['delivered', 'filteredAtDestination', 'filteredAtSource', 'failedDelivery'] as const)
        .map((step) => `${count(counts[step])} ${STEP_WORDS[step]}`)
        .join(' · '),
    ),
    ...fact(
      '',
      `${many(dead, 'dead letter')} · sent again ${many(retries, 'time')} · ${count(missed)} gone before they were sent · ${many(violations, 'violation')}`,
      dead + missed > 0 ? 'warn' : 'plain',
    ),
    ...(filters.length === 0
      ? fact('filters', 'none: it gets everything')
      : filters.flatMap((filter, i) => fact(i === 0 ? 'filters' : '', filterWords(filter)))),
    ...(trackingPlan === undefined
      ? []
      : planWords(trackingPlan, forwardViolations).flatMap((words, i) => fact(i === 0 ? 'plan' : '', words))),
    ...settingWords(settings).flatMap(([name, value]) => fact(name, value)),
    ...fact('secret', secrets === 0 ? 'none' : secrets === 1 ? 'set, never shown' : `${secrets} are live, never shown`),
    ...fact('made', timeOfText(createdAt, model, clock, '')),
    ...discardLines(discards, model, clock, columns),
  ]
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)

const behindWords = ({ lagEvents, lagSeconds, cursor }: Destination): string =>
  `${many(lagEvents, 'event')}${lagEvents === 0 ? '' : `, the oldest ${duration(lagSeconds * 1000)} old`} · up to seq ${count(cursor)}`

function failureLines(
  destination: Destination,
  model: Model,
  clock: Clock,
  fact: (name: string, value: string, style?: Style) => DestinationLine[],
): DestinationLine[] {
  const { failure } = destination
  if (failure === undefined) return []
  const { since, attempts, nextAt } = failure
  const next = nextAt === undefined ? '' : `, next try ${timeOfText(nextAt, model, clock, '')}`
  return [
    ...fact('problem', problem(destination), 'bad'),
    ...fact('', `since ${timeOfText(since, model, clock, '')}, ${many(attempts, 'attempt')}${next}`, 'warn'),
  ]
}

/** Why events were not sent, with the latest of them, the newest first. */
function discardLines(discards: readonly Discard[], model: Model, clock: Clock, columns: number): DestinationLine[] {
  if (discards.length === 0) return []
  const reasons = discards.flatMap(({ step, code, count: n, samples }): DestinationLine[] => [
    { line: [span(`${STEP_WORDS[step]}  `), span(code, 'strong'), span(`  ${count(n)}`, 'warn')] },
    ...samples.toReversed().flatMap(({ seq, at, message }) => {
      const head: Line = [span(`  seq ${count(seq)}`, 'accent'), span(`  ${timeOfText(at, model, clock, '')}  `, 'dim')]
      const indent = lineColumns(head)
      const beside = indent <= columns / 2
      const pieces = wrap(message, Math.max(1, columns - (beside ? indent : 4)))
      if (!beside) return [{ line: head, seq }, ...pieces.map((piece) => ({ line: [span('    '), span(piece)], seq }))]
      return pieces.map((piece, i) => ({
        line: [...(i === 0 ? head : [span(' '.repeat(indent))]), span(piece)],
        seq,
      }))
    }),
  ])
  return [{ line: [] }, { line: [span('not sent, with the latest of them', 'title')] }, ...reasons]
}

const MINUTE_COLUMNS = 10

/** The columns of the list. */
export function destinationColumns(model: Model, columns: number) {
  const column = (
    title: string,
    [min, max]: readonly [number, number],
    text: (destination: Destination) => string,
    style: (destination: Destination) => Style = () => 'plain',
  ): Column<Destination> => ({ title, min, max, weight: 1, text, style })
  const widest = Math.max(4, ...destinationsOf(model).map(({ settings }) => settings.name.length))
  const name = column(
    'NAME',
    [Math.min(widest, 9), 24],
    ({ settings }) => settings.name,
    () => 'strong',
  )
  const type = column(
    'TYPE',
    [7, 7],
    ({ settings }) => settings.type,
    () => 'dim',
  )
  const state = column(
    'STATE',
    [columns < NARROW ? 7 : 10, 10],
    ({ state }) => state,
    ({ state }) => DESTINATION_SIGNS[state][1],
  )
  const lag = column('BEHIND', [10, 12], behind, ({ lagEvents }) => (lagEvents === 0 ? 'dim' : 'plain'))
  const delivered = column('DELIVERED', [9, 9], ({ counts }) => compact(counts.delivered))
  const dropped = column(
    'FILTERED',
    [8, 8],
    (destination) => compact(filtered(destination)),
    () => 'dim',
  )
  const dead = column(
    'DEAD',
    [4, 6],
    ({ dead }) => compact(dead),
    ({ dead }) => (dead > 0 ? 'warn' : 'dim'),
  )
  const minute = column(
    'LAST MIN',
    [MINUTE_COLUMNS, MINUTE_COLUMNS],
    ({ deliveredPerSecond }) => sparkline(resample(deliveredPerSecond, MINUTE_COLUMNS), '·'),
    () => 'accent',
  )
  const wrong = column('PROBLEM', [11, 200], problem, () => 'bad')
  return {
    all: [name, type, state, lag, delivered, dropped, dead, minute, wrong],
    byImportance: [name, state, lag, dead, wrong, delivered, type, minute, dropped],
  }
}
