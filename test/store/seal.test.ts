import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createReading } from '#daemon/query/reading.js'
import { treeRoot } from '#daemon/store/merkle.js'
import { joinTuple, splitTuple } from '#daemon/store/tuple.js'
import { canonicalJson } from '#protocol/canonical.js'
import type { Draft } from '#protocol/event.js'
import { draft, drafts, temporaryTrail } from '../support/trail.js'

const signal = new AbortController().signal

/** Texts on which encodings break. */
const hostile = fc.string({
  unit: fc.constantFrom('\0', '-', ':', '1', 'a', 'é', '\u{10ffff}', '王', ' ', '"'),
  minLength: 1,
  maxLength: 6,
})

test('a sealed event is the event that was sent, whatever its texts', async () => {
  await using store = await temporaryTrail()
  const seed = Date.now() & 0x7fffffff
  const json = (options?: fc.JsonSharedConstraints) =>
    fc.jsonValue(options).filter((value) => !JSON.stringify(value).includes('__proto__'))
  const arbitrary = fc.record(
    {
      action: hostile,
      area: hostile,
      outcome: fc.constantFrom('success' as const, 'failure' as const),
      actor: fc.record(
        {
          type: fc.constantFrom('user' as const, 'token' as const, 'system' as const),
          id: hostile,
          name: hostile,
          email: hostile,
        },
        { requiredKeys: ['type', 'id'] },
      ),
      resource: fc.record({ type: hostile, id: hostile, name: hostile }, { requiredKeys: [] }),
      details: fc.dictionary(hostile, json({ maxDepth: 3 }), { noNullPrototype: true }),
      changes: fc.array(fc.record({ path: hostile, before: json(), after: json() }), {
        minLength: 1,
        maxLength: 2,
      }),
    },
    { requiredKeys: ['action', 'area', 'outcome', 'actor', 'resource', 'details'] },
  )
  const sent: Draft[] = fc.sample(arbitrary, { numRuns: 4096, seed }).map((fields) => draft(fields as Partial<Draft>))
  await store.trail.append(sent)
  await store.trail.idle()
  expect(store.trail.view().segments).toHaveLength(1)
  const { batches } = await createReading({ trail: store.trail, now: Date.now, retentionMs: () => undefined }).scan(
    { order: 'oldest' },
    signal,
  )
  const found = []
  for await (const batch of batches) found.push(...batch)
  expect(
    found.map(({ seq, receivedAt, timestamp, ...rest }) => rest),
    `seed ${seed}`,
  ).toEqual(JSON.parse(JSON.stringify(sent)))
})

test("a segment's root is the RFC 6962 tree over its NDJSON lines", async () => {
  await using store = await temporaryTrail()
  await store.trail.append(drafts(4096, (i) => ({ details: { i, text: 'Zürich' } })))
  await store.trail.idle()
  const view = store.trail.view()
  const segment = view.segments[0]!
  const events = view.reader.events(segment, [...Array(4096).keys()])
  await view.close()
  const sha = (...parts: Uint8Array[]) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest()
  const head = (leaves: Buffer[]): Buffer => {
    if (leaves.length === 1) return leaves[0]!
    const k = 2 ** Math.ceil(Math.log2(leaves.length) - 1)
    return sha(Buffer.of(1), head(leaves.slice(0, k)), head(leaves.slice(k)))
  }
  const leaves = events.map((event) => sha(Buffer.of(0), Buffer.from(canonicalJson(event))))
  expect(Buffer.from(segment.root).toString('hex')).toBe(head(leaves).toString('hex'))
  for (const n of [1, 2, 3, 5, 7, 100])
    expect(treeRoot(leaves.slice(0, n)).toString('hex')).toBe(head(leaves.slice(0, n)).toString('hex'))
})

test('several texts as one are told apart again', () => {
  fc.assert(
    fc.property(
      fc.array(fc.option(fc.oneof(hostile, fc.constant('')), { nil: undefined }), { maxLength: 5 }),
      (parts) => {
        expect(splitTuple(joinTuple(parts))).toEqual(parts)
      },
    ),
  )
})

test('events with more values than a column may share are found by them all the same', async () => {
  await using store = await temporaryTrail()
  await store.trail.append(
    drafts(8192, (i) => ({
      resource: { id: `r-${i}`, name: `Resource ${i % 5}` },
      actor: { type: 'user', id: `u-${i % 3000}` },
    })),
  )
  await store.trail.idle()
  const reading = createReading({ trail: store.trail, now: Date.now, retentionMs: () => undefined })
  expect((await reading.query({ filter: 'resource:r-7000' }, signal)).events.map(({ seq }) => seq)).toEqual([7001])
  expect(await reading.count({ filter: 'resource:"resource 3"' }, signal)).toMatchObject({ count: 1638 })
  expect((await reading.facets({ fields: ['resource', 'actor'], top: 1 }, signal)).fields).toMatchObject({
    resource: { distinct: 8192 },
    actor: { distinct: 3000, values: [{ value: 'u-0', count: 3 }] },
  })
})
