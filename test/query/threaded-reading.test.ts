import { expect, test, vi } from 'vitest'
import { createReading, type Reading } from '#daemon/query/reading.js'
import { openThreadedReading, type ThreadedReading } from '#daemon/query/threaded-reading.js'
import type { SharedReader, Trail } from '#daemon/store/trail.js'
import type { Progress } from '#protocol/progress.js'
import { draft, drafts, temporaryTrail } from '../support/trail.js'

const signal = new AbortController().signal
const context = (trail: Trail) => ({ trail, now: Date.now, retentionMs: () => undefined })

async function bytesOf(reading: Reading, cursor?: string): Promise<string> {
  const { chunks } = await reading.export(
    { format: 'csv', order: 'oldest', ...(cursor !== undefined && { cursor }) },
    signal,
  )
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return Buffer.concat(parts).toString()
}

/** The thread's own handle must be closed before the trail is. */
async function withReading(trail: Trail, work: (reading: ThreadedReading) => Promise<void>): Promise<void> {
  const reading = openThreadedReading({ ...context(trail), onDeath: (cause) => expect.unreachable(String(cause)) })
  try {
    await work(reading)
  } finally {
    await reading.close()
  }
}

test('what was acknowledged before a question is in its answer, while segments are sealed and removed', async () => {
  await using store = await temporaryTrail()
  const { trail } = store
  await trail.append(drafts(100, () => ({ timestamp: new Date(1_000).toISOString() })))
  await withReading(trail, async (reading) => {
    let sent = 100
    for (let turn = 0; turn < 60; turn++) {
      await trail.append(
        drafts(333, (i) => ({ action: `Action ${i % 4}`, actor: { type: 'user', id: `u-${turn}-${i % 7}` } })),
      )
      sent += 333
      expect(await reading.count({}, signal)).toEqual({ count: sent, asOf: sent })
    }
    await trail.idle()
    expect(trail.view().segments).toHaveLength(4)
    const local = createReading(context(trail))
    const facets = { fields: ['action' as const, 'actor' as const], top: 1000 }
    expect(await reading.facets(facets, signal)).toEqual(await local.facets(facets, signal))
    expect(await reading.histogram({ buckets: 7, by: 'outcome' }, signal)).toEqual(
      await local.histogram({ buckets: 7, by: 'outcome' }, signal),
    )
    for await (const _ of trail.prune(2_000, signal));
    expect(await reading.count({}, signal)).toEqual({ count: sent - 100, asOf: sent })
    expect(await bytesOf(reading)).toBe(await bytesOf(local))
    const page = await local.query({ order: 'oldest', limit: 1000 }, signal)
    expect(await bytesOf(reading, page.next)).toBe(await bytesOf(local, page.next))
  })
})

test('a question tells how far it is, the first time at once', async () => {
  await using store = await temporaryTrail()
  await store.trail.append(drafts(9000))
  await store.trail.idle()
  await withReading(store.trail, async (reading) => {
    const told: Progress[] = []
    const onProgress = (progress: Progress) => told.push(progress)
    await reading.count({ filter: 'nothing-holds-this' }, signal, onProgress)
    await reading.query({ filter: 'nothing-holds-this' }, signal, onProgress)
    await reading.facets({ filter: 'nothing-holds-this', fields: ['area'] }, signal, onProgress)
    await reading.histogram({ filter: 'nothing-holds-this', buckets: 3 }, signal, onProgress)
    expect(told.filter(({ done }) => done === 0)).toEqual(Array.from({ length: 4 }, () => ({ done: 0, of: 8192 })))
    expect(told.every(({ done, of }) => done <= of)).toBe(true)
  })
})

test('a question that is no longer wanted is rejected at once, and others go on', async () => {
  await using store = await temporaryTrail()
  await store.trail.append(drafts(9000))
  await withReading(store.trail, async (reading) => {
    const leaving = new AbortController()
    const asked = reading.count({ filter: 'nothing-holds-this' }, leaving.signal)
    const other = reading.count({ filter: 'seq:1..10' }, signal)
    leaving.abort(new Error('gone'))
    await expect(asked).rejects.toThrow('gone')
    expect(await other).toMatchObject({ count: 10 })
    await expect(reading.query({ filter: 'seq:x' }, signal)).rejects.toMatchObject({
      type: 'invalid-filter',
      options: { field: expect.stringContaining('column') },
    })
  })
})

test('an export that nobody reads to its end leaves nothing open; after the end every question is refused', async () => {
  await using store = await temporaryTrail()
  await store.trail.append(drafts(9000))
  await store.trail.append([draft()])
  const reading = openThreadedReading({
    ...context(store.trail),
    onDeath: (cause) => expect.unreachable(String(cause)),
  })
  const { chunks, total } = await reading.export({ format: 'ndjson' }, signal)
  expect(total).toBe(9001)
  for await (const chunk of chunks) {
    expect(Buffer.from(chunk).toString()).toMatch(/^\{"action":"Source Created"/)
    break
  }
  await reading.close()
  await reading.close()
  await expect(reading.count({}, signal)).rejects.toMatchObject({ type: 'unavailable' })
})

test('a thread that dies of a mistake is told and started anew, and lacks nothing of what came meanwhile', async () => {
  await using store = await temporaryTrail()
  await store.trail.append(drafts(5000))
  const readers: SharedReader[] = []
  const watched: Trail = Object.create(store.trail, {
    share: {
      value(reader: SharedReader) {
        readers.push(reader)
        return store.trail.share(reader)
      },
    },
  })
  const deaths: unknown[] = []
  const reading = openThreadedReading({ ...context(watched), onDeath: (cause) => deaths.push(cause) })
  const answer = () =>
    vi.waitFor(
      async () => expect(await reading.count({}, signal)).toMatchObject({ count: store.trail.lastSeq }),
      10_000,
    )
  await answer()
  for (let turn = 1; turn <= 2; turn++) {
    // No batch at all is a mistake that nothing in the thread expects.
    readers.at(-1)!.push(null as never)
    await expect(reading.count({}, signal)).rejects.toThrow(TypeError)
    await expect(reading.count({}, signal)).rejects.toMatchObject({ type: 'unavailable' })
    await store.trail.append(drafts(5000))
    await answer()
    expect(deaths).toHaveLength(turn)
  }
  readers.at(-1)!.push(null as never)
  await vi.waitFor(() => expect(deaths).toHaveLength(3))
  await reading.close()
  expect(readers).toHaveLength(3)
})
