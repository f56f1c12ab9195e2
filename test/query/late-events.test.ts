import fc from 'fast-check'
import { expect, test } from 'vitest'
import { eventsOf } from '#daemon/query/picked.js'
import { createReading, type Reading } from '#daemon/query/reading.js'
import { canonicalJson } from '#protocol/canonical.js'
import type { AuditEvent } from '#protocol/event.js'
import type { Order, Page } from '#protocol/request.js'
import { auditEvent, T0 } from '../support/audit-event.js'
import { seededRandom } from '../support/random.js'
import { drafts, type TemporaryTrail, temporaryTrail } from '../support/trail.js'

const signal = new AbortController().signal
const YEARS_MS = 3 * 365 * 86_400_000
const SEED = Date.now() % 1_000_000
const COUNT = 20_000

const reading = ({ trail }: TemporaryTrail) => createReading({ trail, now: Date.now, retentionMs: () => undefined })

/** Three years of history in any order: every segment spans all of it, and thousands share a time. */
async function history(store: TemporaryTrail): Promise<void> {
  const random = seededRandom(SEED)
  const start = Date.now() - YEARS_MS
  const crowd = start + random.below(YEARS_MS)
  for (let from = 0; from < COUNT; from += 5000) {
    await store.trail.append(
      drafts(5000, (i) => ({
        timestamp: new Date(random.next() < 0.2 ? crowd : start + random.below(YEARS_MS)).toISOString(),
        action: `Action ${i % 7}`,
        details: { text: i % 11 === 0 ? 'needle' : 'hay' },
      })),
    )
  }
  await store.trail.idle()
}

const place = ({ timestamp, seq }: AuditEvent): [number, number] => [Date.parse(timestamp), seq]
const sorted = (events: readonly AuditEvent[], order: Order): [number, number][] => {
  const places = events.map(place).sort((a, b) => a[0] - b[0] || a[1] - b[1])
  return order === 'oldest' ? places : places.reverse()
}

async function scanned(reader: Reading, order: Order, filter = ''): Promise<AuditEvent[]> {
  const found: AuditEvent[] = []
  for await (const batch of (await reader.scan({ order, filter }, signal)).batches) {
    expect(batch.length).toBeLessThanOrEqual(500)
    found.push(...batch)
  }
  return found
}

test(`years of history that came in any order are read in the order of time, each event once (seed ${SEED})`, {
  timeout: 120_000,
}, async () => {
  await using store = await temporaryTrail()
  await history(store)
  const reader = reading(store)
  const all = await scanned(reader, 'newest')
  expect(new Set(all.map(({ seq }) => seq)).size).toBe(COUNT)
  expect(all.map(place)).toEqual(sorted(all, 'newest'))
  expect((await scanned(reader, 'oldest')).map(place)).toEqual(sorted(all, 'oldest'))
  const whole = new Map(all.map((event) => [event.seq, canonicalJson(event)]))
  const { events } = await reader.query({ limit: 1000, filter: 'needle' }, signal)
  expect(events.filter((event) => whole.get(event.seq) !== canonicalJson(event))).toEqual([])
  const needles = all.filter(({ details }) => details.text === 'needle')
  expect((await scanned(reader, 'oldest', 'needle')).map(place)).toEqual(sorted(needles, 'oldest'))
  const { counts } = await reader.histogram({ buckets: 60 }, signal)
  expect(counts.reduce((a, b) => a + b)).toBe(COUNT)
})

test('pages of such a history skip and repeat nothing, whatever comes in between', { timeout: 120_000 }, async () => {
  await using store = await temporaryTrail()
  await history(store)
  const reader = reading(store)
  for (const order of ['newest', 'oldest'] as const) {
    const filter = 'action:"Action 3","Action 5"'
    const expected = (await scanned(reader, order, filter)).map(place)
    const found: [number, number][] = []
    let page: Page | undefined
    do {
      page = await reader.query({ filter, order, limit: 997, ...(page?.next && { cursor: page.next }) }, signal)
      found.push(...page.events.map(place))
      // Late ones, of which some belong in the middle of what is still to come; no page knows them.
      await store.trail.append(
        drafts(50, (i) => ({
          action: 'Action 3',
          timestamp: new Date(Date.now() - (i * YEARS_MS) / 50).toISOString(),
        })),
      )
    } while (page.next !== undefined)
    expect(found).toEqual(expected)
  }
})

test.each(['newest', 'oldest'] as const)(
  'ten thousand events of one moment, %s first: pages go by seq, also from one segment to the next, while more of that moment arrive',
  {
    timeout: 120_000,
  },
  async (order) => {
    await using store = await temporaryTrail()
    const timestamp = new Date().toISOString()
    const add = (count: number) => store.trail.append(drafts(count, (i) => ({ timestamp, action: `Action ${i % 7}` })))
    for (let sent = 0; sent < 10_000; sent += 1000) await add(1000)
    await store.trail.idle()
    const reader = reading(store)
    for (const [filter, isThere] of [
      ['', () => true],
      ['action:"Action 3"', ({ action }: AuditEvent) => action === 'Action 3'],
    ] as const) {
      const expected = (await scanned(reader, order)).filter(isThere).map(place)
      expect(expected).toEqual(expected.toSorted((a, b) => (order === 'oldest' ? a[1] - b[1] : b[1] - a[1])))
      const found: [number, number][] = []
      let page: Page | undefined
      do {
        page = await reader.query({ filter, order, limit: 333, ...(page?.next && { cursor: page.next }) }, signal)
        found.push(...page.events.map(place))
        // Of which many fill the segment that was not sealed yet.
        await add(100)
      } while (page.next !== undefined)
      expect(found).toEqual(expected)
    }
  },
)

test('rows that lie far apart come in their order in bounded steps, however large they are', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 900 }),
      fc.constantFrom(10, 60_000),
      fc.integer({ min: 1, max: 300 }),
      (count, size, chunk) => {
        const text = 'x'.repeat(size)
        const part = (first: number) => ({
          rows: Uint32Array.of(),
          timestampsMs: Float64Array.from({ length: 1000 }, (_, row) => T0 + row),
          residual: false,
          seq: (row: number) => first + row,
          // Every seventh cannot be read.
          events: (rows: ArrayLike<number>) =>
            Array.from(rows, (row) => auditEvent(first + row, { details: { text } })).filter(
              ({ seq }) => seq % 7 !== 0,
            ),
        })
        const selections = [part(1), part(10_001), part(20_001)]
        const picked = Array.from({ length: count }, (_, i) => ({ selection: selections[i % 3]!, row: count - i }))
        const expected = picked.map(({ selection, row }) => selection.seq(row)).filter((seq) => seq % 7 !== 0)
        const found: number[] = []
        for (const events of eventsOf(picked, chunk)) {
          expect(events.length).toBeLessThanOrEqual(chunk)
          expect(events.every(({ details }) => details.text === text)).toBe(true)
          found.push(...events.map(({ seq }) => seq))
        }
        expect(found).toEqual(expected)
      },
    ),
    { numRuns: 12 },
  )
})
