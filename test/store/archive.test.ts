import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createReading } from '#daemon/query/reading.js'
import { openArchive } from '#daemon/store/archive.js'
import { leafHash, treeRoot } from '#daemon/store/merkle.js'
import { canonicalJson } from '#protocol/canonical.js'
import type { AuditEvent } from '#protocol/event.js'
import type { Page } from '#protocol/request.js'
import { auditEvent, auditEvents, T0 } from '../support/audit-event.js'
import { drafts, temporaryTrail } from '../support/trail.js'

const signal = new AbortController().signal
const DAY_MS = 86_400_000

let path: string
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'audit-trail-archive-'))
})
afterEach(() => rm(path, { recursive: true }))

async function lines(): Promise<string[]> {
  const files = await Promise.all((await readdir(path)).sort().map((name) => readFile(join(path, name))))
  return files.flatMap((bytes) => gunzipSync(bytes).toString().trimEnd().split('\n'))
}

test('what is put twice, or by a job that was killed, is there once', async () => {
  const events = auditEvents(20)
  await openArchive(path).put(1, events.slice(0, 10))
  await openArchive(path).put(1, events.slice(5, 15))
  // A crash between the new file and the removal of the old one, and one in the middle of writing.
  await writeFile(
    join(path, '0000000000000001_20261120T143001.000Z_20261120T143003.000Z.ndjson.gz'),
    gzipSync(`${events.slice(0, 3).map(canonicalJson).join('\n')}\n`),
  )
  await writeFile(join(path, '0000000000000001_20261120T143001.000Z_20261120T143020.000Z.ndjson.gz.part'), 'half')
  const archive = openArchive(path)
  await archive.put(1, events.slice(12))
  await archive.put(1, events.slice(12))
  expect(await readdir(path)).toEqual(['0000000000000001_20261120T143001.000Z_20261120T143020.000Z.ndjson.gz'])
  expect(await lines()).toEqual(events.map(canonicalJson))
})

test('an archived segment proves by its lines that it is what was sealed', async () => {
  await using store = await temporaryTrail()
  const old = Date.now() - 100 * DAY_MS
  await store.trail.append(drafts(4096, (i) => ({ timestamp: new Date(old + i).toISOString(), details: { i } })))
  await store.trail.append(drafts(3))
  await store.trail.idle()
  const [segment] = store.trail.view().segments
  for await (const _ of store.trail.prune(Date.now() - DAY_MS, signal, openArchive(path)));
  expect(store.trail.events).toBe(3)
  expect(treeRoot((await lines()).map(leafHash)).toString('hex')).toBe(Buffer.from(segment!.root).toString('hex'))
})

test('every expired event is archived, sealed or not, alone or with its whole segment; a segment again when more of it expires', async () => {
  await using store = await temporaryTrail()
  const now = Date.now()
  const at = (i: number) => new Date(now - (i % 2 === 0 ? 100 : i % 3 === 0 ? 50 : 1) * DAY_MS).toISOString()
  await store.trail.append(drafts(4096, () => ({ timestamp: new Date(now - 100 * DAY_MS).toISOString() })))
  await store.trail.append(drafts(5000, (i) => ({ timestamp: at(i) })))
  await store.trail.idle()
  const reading = createReading({ trail: store.trail, now: Date.now, retentionMs: () => undefined })
  const all: AuditEvent[] = []
  for await (const batch of (await reading.scan({ order: 'oldest' }, signal)).batches) all.push(...batch)
  for (const limit of [90 * DAY_MS, 40 * DAY_MS]) {
    for await (const _ of store.trail.prune(now - limit, signal, openArchive(path)));
    const expired = all.filter(({ timestamp }) => Date.parse(timestamp) < now - limit)
    expect((await lines()).sort()).toEqual(expired.map(canonicalJson).sort())
    expect(store.trail.events).toBe(all.length - expired.length)
  }
  expect(await readdir(path)).toHaveLength(3)
})

test('pages of the archive hold every match once, in order, also where files overlap in time', async () => {
  await using store = await temporaryTrail()
  await store.trail.append(drafts(1))
  const archive = openArchive(path)
  const sent: AuditEvent[] = []
  for (const segment of [1, 4097, 8193]) {
    const events = Array.from({ length: 300 }, (_, i) =>
      // Many share a time, and every file spans all of it.
      auditEvent(segment + i, { timestamp: new Date(T0 + (((i * 7919) % 100) - 50) * 60_000).toISOString() }),
    )
    await archive.put(segment, events)
    sent.push(...events)
  }
  const context = { trail: store.trail, now: Date.now, retentionMs: () => DAY_MS, archivePath: () => path }
  const reading = createReading(context)
  const key = ({ timestamp, seq }: AuditEvent) => `${timestamp} ${String(seq).padStart(6, '0')}`
  for (const order of ['newest', 'oldest'] as const) {
    for (const filter of ['', 'actor:alice', `since:${new Date(T0).toISOString()} outcome:failure`, 'seq:4000..4200']) {
      const found: AuditEvent[] = []
      let page: Page | undefined
      do {
        const cursor = page?.next
        page = await reading.query({ filter, order, limit: 70, archive: true, ...(cursor && { cursor }) }, signal)
        found.push(...page.events)
      } while (page.next !== undefined)
      const expected = sent
        .filter((event) => filter !== 'actor:alice' || event.actor.name === 'alice')
        .filter(
          (event) => !filter.startsWith('since') || (Date.parse(event.timestamp) >= T0 && event.outcome === 'failure'),
        )
        .filter((event) => !filter.startsWith('seq') || (event.seq >= 4000 && event.seq <= 4200))
        .map(key)
        .sort()
      expect(found.map(key), filter).toEqual(order === 'oldest' ? expected : expected.reverse())
    }
  }
  await expect(
    createReading({ ...context, archivePath: () => undefined }).query({ archive: true }, signal),
  ).rejects.toMatchObject({ type: 'not-found' })
})

test('a damaged file of the archive is left out and named by its seqs', async () => {
  await using store = await temporaryTrail()
  const archive = openArchive(path)
  await archive.put(1, auditEvents(10))
  await archive.put(4097, auditEvents(10, 4097))
  const name = (await readdir(path)).sort()[0]!
  const bytes = await readFile(join(path, name))
  bytes[bytes.length >> 1]! ^= 4
  await writeFile(join(path, name), bytes)
  const reading = createReading({
    ...{ trail: store.trail, now: Date.now },
    retentionMs: () => undefined,
    archivePath: () => path,
  })
  const page = await reading.query({ archive: true }, signal)
  expect(page.events.map(({ seq }) => seq)).toEqual(Array.from({ length: 10 }, (_, i) => 4106 - i))
  expect(page.damaged).toEqual([{ from: 1, to: 4096 }])
})
