import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createReading, type Reading } from '#daemon/query/reading.js'
import { openTrail } from '#daemon/store/open.js'
import type { Trail } from '#daemon/store/trail.js'
import type { AuditEvent, Draft } from '#protocol/event.js'
import { ORDERS, type Order } from '#protocol/request.js'
import { type RandomTerm, randomFilter } from './random-filter.js'
import { NOW_MS, randomDraft } from './random-log.js'

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000)
/** Two sealed segments and a part of a third. */
const EVENTS = 9000
const never = new AbortController().signal

type Logged = Omit<AuditEvent, 'receivedAt'>

let folder: string
let trail: Trail
let reading: Reading
/** The whole log, kept apart from the trail. */
const log: Logged[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-trail-query-'))
  trail = await openTrail({
    path: folder,
    now: () => NOW_MS,
    dedupeIds: 100_000,
    onProblem: (problem) => expect.unreachable(problem),
    lossDraft: () => expect.unreachable('nothing is lost'),
  })
  reading = createReading({ trail, now: () => NOW_MS, retentionMs: () => undefined })
  // Sealed segments whose times hardly overlap, then a stretch whose times reach over all of them.
  for (let i = 0; i < EVENTS / 500; i++) {
    await append(fc.sample(randomDraft(i * 5, i * 500 > 6000), { numRuns: 500, seed: SEED + i }))
  }
  await trail.idle()
})

afterAll(async () => {
  await trail?.close()
  await rm(folder, { recursive: true, force: true })
})

async function append(drafts: readonly Omit<Draft, 'id'>[]): Promise<void> {
  const full = drafts.map((draft, i) => ({ ...draft, id: `e${log.length + i}` }) as Draft & { timestamp: string })
  const stored = await trail.append(full)
  log.push(...stored.map(({ seq }, i) => ({ ...full[i]!, seq })))
}

/** What the trail should say: the whole log as of a seq, filtered and sorted. */
function expected({ holds }: RandomTerm, order: Order, asOf: number): Logged[] {
  const sign = order === 'newest' ? -1 : 1
  return log
    .filter((event) => event.seq <= asOf && holds(event as AuditEvent))
    .sort((a, b) => sign * (Date.parse(a.timestamp) - Date.parse(b.timestamp) || a.seq - b.seq))
}

const withoutReceivedAt = ({ receivedAt: _, ...event }: AuditEvent): Logged => event
const places = (events: readonly Logged[]) => events.map(({ timestamp, seq }) => `${timestamp} ${seq}`)
const anyOrder = fc.constantFrom(...ORDERS)
const runs = (numRuns: number) => ({ seed: SEED, numRuns, endOnFailure: true })

test(`any filter's pages, put together, are the log filtered and sorted, while events pour in (seed ${SEED})`, async () => {
  const arrivals = fc.array(fc.array(randomDraft(0, true), { maxLength: 3 }), { minLength: 1, maxLength: 4 })
  const property = fc.asyncProperty(
    randomFilter,
    anyOrder,
    fc.integer({ min: 1, max: 400 }),
    arrivals,
    async (filter, order, size, arriving) => {
      const limit = Math.max(size, Math.ceil(expected(filter, order, log.length).length / 12))
      const first = await reading.query({ filter: filter.text, order, limit }, never)
      const found = [...first.events]
      for (let [next, i] = [first.next, 0]; next !== undefined; i++) {
        await append(arriving[i % arriving.length]!)
        const page = await reading.query({ filter: filter.text, order, limit, cursor: next }, never)
        expect(page.asOf).toBe(first.asOf)
        expect(page.events.length).toBeGreaterThan(0)
        found.push(...page.events)
        next = page.next
      }
      const wanted = expected(filter, order, first.asOf)
      expect(places(found)).toEqual(places(wanted))
      expect(found.map(withoutReceivedAt)).toEqual(wanted)
    },
  )
  await fc.assert(property, runs(30))
})

test(`any filter counts what filtering the whole log counts (seed ${SEED})`, async () => {
  const property = fc.asyncProperty(randomFilter, async (filter) => {
    const { count } = await reading.count({ filter: filter.text }, never)
    expect(count).toBe(expected(filter, 'oldest', log.length).length)
  })
  await fc.assert(property, runs(150))
})

test(`facets, histograms and scans tell of the same events as pages do (seed ${SEED})`, async () => {
  const property = fc.asyncProperty(
    randomFilter,
    anyOrder,
    fc.integer({ min: 1, max: 100 }),
    async (filter, order, buckets) => {
      const wanted = expected(filter, order, log.length)
      const asked = { filter: filter.text }
      const { batches, total } = await reading.scan({ ...asked, order }, never)
      expect(total).toBe(wanted.length)
      expect(places(await collect(batches))).toEqual(places(wanted))

      const { fields } = await reading.facets({ ...asked, fields: ['actor', 'area', 'ip'], top: 100 }, never)
      expect(Object.fromEntries(fields.actor!.values.map(({ value, count }) => [value, count]))).toEqual(
        tally(wanted.map(({ actor }) => actor.id)),
      )
      expect(Object.fromEntries(fields.area!.values.map(({ value, count }) => [value, count]))).toEqual(
        tally(wanted.map(({ area }) => area)),
      )
      expect(Object.fromEntries(fields.ip!.values.map(({ value, count }) => [value, count]))).toEqual(
        tally(wanted.flatMap(({ context }) => context?.ip ?? [])),
      )

      const { counts, from, intervalMs } = await reading.histogram({ ...asked, buckets }, never)
      const inBuckets = Array.from({ length: buckets }, () => 0)
      for (const { timestamp } of wanted)
        inBuckets[Math.floor((Date.parse(timestamp) - Date.parse(from)) / intervalMs)]!++
      expect(counts).toEqual(wanted.length === 0 ? counts.map(() => 0) : inBuckets)
    },
  )
  await fc.assert(property, runs(30))
})

async function collect(batches: AsyncIterable<readonly AuditEvent[]>): Promise<AuditEvent[]> {
  const events: AuditEvent[] = []
  for await (const batch of batches) events.push(...batch)
  return events
}

function tally(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}
