import type { FollowContext } from '../follow/pieces-after.js'
import type { Records } from '../store/records.js'
import type { Settled } from './attempts.js'
import type { Standing } from './delivery.js'
import type { Formed } from './forming.js'
import { createMeter } from './meter.js'
import type { Down, StandingRecord } from './standing-record.js'
import { waitingSinceMs } from './waiting-since.js'

/** A stretch on its way. */
export interface Flight {
  readonly formed: Formed
  settled: Settled | undefined
}

/** How long a cursor that has moved may be on disk nowhere, where nothing else is to be written. */
const KEEP_AFTER_MS = 1000

/** The cursor of a destination and what it counts; moves over a contiguous prefix of what is settled, in whatever order that happens. */
export interface Progress {
  readonly record: StandingRecord
  readonly flights: readonly Flight[]
  /** On disk when it resolves, so that this very stretch is formed again should the process end now. */
  takeOff(formed: Formed): Promise<Flight>
  land(flight: Flight, settled: Settled): void
  retried(): void
  /** What the trail was told of; undefined once it is back. */
  toldDown(down: Down | undefined): void
  toldBeyond(): void
  /** Takes out of why it is down what must not be kept. */
  scrub(without: (value: unknown) => unknown): void
  readonly figures: Pick<
    Standing,
    'cursor' | 'lagEvents' | 'lagSeconds' | 'counts' | 'retries' | 'missed' | 'violations' | 'deliveredPerSecond'
  >
  keep(): Promise<void>
}

export interface ProgressOptions {
  readonly destination: string
  readonly begin: StandingRecord
  readonly records: Records
  readonly trail: FollowContext['trail']
  readonly now: () => number
  readonly onError: (error: unknown) => void
}

export function createProgress({ destination, begin, records, trail, now, onError }: ProgressOptions): Progress {
  const flights: Flight[] = []
  const meter = createMeter()
  let record = begin
  let isDirty = false
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> = Promise.resolve()

  const keep = (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    isDirty = false
    const onTheWay = flights.map(({ formed }) => formed.through)
    const value = { ...record, onTheWay }
    const written = writing.then(() => records.put('destination-state', destination, value))
    writing = written.catch(() => {})
    return written
  }
  const keepSoon = () => {
    isDirty = true
    timer ??= setTimeout(() => {
      keep().catch((error: unknown) => {
        isDirty = true
        onError(error)
      })
    }, KEEP_AFTER_MS)
    timer.unref()
  }

  return {
    get record() {
      return record
    },
    flights,
    async takeOff(formed) {
      const flight: Flight = { formed, settled: undefined }
      flights.push(flight)
      // What sends nothing may as well be looked at again.
      if (formed.items.length === 0) return flight
      try {
        await keep()
      } catch (error) {
        flights.splice(flights.indexOf(flight), 1)
        throw error
      }
      return flight
    },
    land(flight, settled) {
      flight.settled = settled
      meter.add(settled.delivered)
      while (flights[0]?.settled !== undefined) {
        const { formed, settled } = flights.shift() as Flight & { settled: Settled }
        record = landed(record, formed, settled)
      }
      keepSoon()
    },
    retried() {
      record = { ...record, retries: record.retries + 1 }
    },
    toldDown(down) {
      const { down: _, ...rest } = record
      record = down === undefined ? rest : { ...rest, down }
      keepSoon()
    },
    toldBeyond() {
      const { beyond: _, ...rest } = record
      record = rest
      keepSoon()
    },
    scrub(without) {
      if (record.down === undefined) return
      record = { ...record, down: without(record.down) as Down }
      keepSoon()
    },
    get figures() {
      const { cursor, counts, retries, missed, violations } = record
      const lagEvents = Math.max(0, trail.lastSeq - cursor)
      const oldest = flights.find(({ formed }) => formed.receivedAt !== undefined)?.formed.receivedAt
      const oldestMs = oldest === undefined ? waitingSinceMs(trail, cursor) : Date.parse(oldest)
      const lagSeconds = lagEvents === 0 ? 0 : Math.max(0, Math.round((now() - oldestMs) / 1000))
      const deliveredPerSecond = meter.perSecond()
      return { cursor, lagEvents, lagSeconds, counts, retries, missed, violations, deliveredPerSecond }
    },
    async keep() {
      if (isDirty) await keep()
      await writing
    },
  }
}

/** Events are counted by where they ended; what tells of violations is delivered beside them. */
function landed(record: StandingRecord, formed: Formed, { discarded }: Settled): StandingRecord {
  const counts = { ...record.counts }
  const lost = new Map([...formed.discarded, ...discarded].map(({ seq, step }) => [seq, step]))
  counts.received += formed.received
  counts.delivered += formed.received - lost.size
  for (const step of lost.values()) counts[step] += 1
  return {
    ...record,
    cursor: formed.through,
    counts,
    missed: record.missed + formed.gaps.reduce((sum, { count }) => sum + count, 0),
    violations: record.violations + formed.violations,
  }
}
