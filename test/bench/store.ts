import type { SampleEvent } from '../support/sample-events.js'
import type { Contestant } from './contestant.js'
import { alternately, elapsedMs, mapValues, percentile, type Row, sum } from './measure.js'

type Contestants = ReadonlyMap<string, Contestant>
export const BATCH = 500
const ROUNDS = 10
const PAIRS = 40

/** Batches one after the other, each on disk before the next; what goes on behind them is waited for. */
export async function ingest(contestants: Contestants, events: number, next: () => SampleEvent): Promise<Row[]> {
  const batches = Math.ceil(events / BATCH / ROUNDS)
  let round = -1
  let drafts: SampleEvent[][] = []
  const times = await alternately(contestants, ROUNDS, async (contestant, now) => {
    if (round !== now) drafts = Array.from({ length: batches }, () => Array.from({ length: BATCH }, next))
    round = now
    return elapsedMs(async () => {
      for (const batch of drafts) await contestant.append(batch)
      await contestant.settle()
    })
  })
  const total = batches * BATCH * ROUNDS
  return [
    row(
      'ingest by the store',
      'events/s',
      'more',
      mapValues(times, (ms) => (total / sum(ms)) * 1000),
    ),
  ]
}

export async function disk(contestants: Contestants, events: number): Promise<Row[]> {
  const bytes = await alternately(contestants, 1, (contestant) => contestant.diskBytes())
  return [
    row(
      'on disk',
      'bytes an event',
      'less',
      mapValues(bytes, ([size]) => size! / events),
    ),
  ]
}

/**
 * The newest 100 of 40 pairs of an actor and an action that occur, busy ones and rare
 * ones; each asked once, so nothing of its answer was read before. As many others come
 * first and do not count: what runs for months is not measured while it compiles.
 */
export async function query(contestants: Contestants, known: readonly SampleEvent[]): Promise<Row[]> {
  const pairs = pairsOf(known, 2 * PAIRS)
  const ask = (parity: number) =>
    alternately(contestants, PAIRS, (contestant, i) => {
      const { actor, action } = pairs[2 * i + parity]!
      return elapsedMs(() => contestant.newestBy(actor.id, action))
    })
  await ask(1)
  const times = await ask(0)
  return [
    row(
      'newest 100 by actor and action, median',
      'ms',
      'less',
      mapValues(times, (ms) => percentile(ms, 0.5)),
    ),
    row(
      `the same, slowest of ${PAIRS}`,
      'ms',
      'less',
      mapValues(times, (ms) => Math.max(...ms)),
    ),
  ]
}

/** As often busy or rare as events are; no pair twice. */
function pairsOf(known: readonly SampleEvent[], count: number): SampleEvent[] {
  const pairs = new Map<string, SampleEvent>()
  for (let i = 0, at = 0; i < count; i++) {
    at = Math.max(at, Math.floor((i * known.length) / count))
    while (pairs.has(pairOf(known[at]!))) at++
    pairs.set(pairOf(known[at]!), known[at]!)
  }
  return [...pairs.values()]
}

const pairOf = ({ actor, action }: SampleEvent) => `${actor.id} ${action}`

export const facets = (contestants: Contestants, events: number) =>
  whole(contestants, 5, 'facets of action, area and actor', events, (contestant) => contestant.facets())

export const histogram = (contestants: Contestants, events: number) =>
  whole(contestants, 5, 'histogram of 60 buckets', events, (contestant) => contestant.histogram())

export async function exporting(contestants: Contestants, events: number): Promise<Row[]> {
  const rows: Row[] = []
  for (const format of ['ndjson', 'csv'] as const) {
    const times = await alternately(contestants, 2, (contestant) =>
      elapsedMs(async () => check(await contestant.exportAll(format), events)),
    )
    const rate = mapValues(times, (ms) => (events / Math.min(...ms)) * 1000)
    rows.push(row(`export, every event as ${format.toUpperCase()}`, 'events/s', 'more', rate))
  }
  return rows
}

/** A word that a few events hold in their details, where no index helps. */
export async function text(contestants: Contestants, events: number): Promise<Row[]> {
  const found = await alternately(contestants, 1, (contestant) => contestant.countText(RARE_WORD))
  const [wanted] = [...found.values()][0]!
  const times = await alternately(contestants, 3, (contestant) =>
    elapsedMs(async () => check(await contestant.countText(RARE_WORD), wanted!)),
  )
  const rate = mapValues(times, (ms) => (events / Math.min(...ms)) * 1000)
  return [row('search of all text for a rare word', 'events/s', 'more', rate)]
}

const RARE_WORD = 'ops-1234'

/** A question about the whole trail: its median time, and that it counted every event. */
async function whole(
  contestants: Contestants,
  rounds: number,
  what: string,
  events: number,
  ask: (contestant: Contestant) => Promise<number>,
): Promise<Row[]> {
  const times = await alternately(contestants, rounds, (contestant) =>
    elapsedMs(async () => check(await ask(contestant), events)),
  )
  return [
    row(
      what,
      'ms',
      'less',
      mapValues(times, (ms) => percentile(ms, 0.5)),
    ),
  ]
}

function check(counted: number, events: number): void {
  if (counted !== events) throw new RangeError(`Counted ${counted} events where ${events} are stored`)
}

export const row = (what: string, unit: string, better: Row['better'], values: Row['values']): Row => ({
  what,
  unit,
  better,
  values,
})
