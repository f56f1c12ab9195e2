import { expect, test } from 'vitest'
import { openIdentities } from '#daemon/ingest/identities.js'
import { createIngest } from '#daemon/ingest/ingest.js'
import { readCalls } from '#daemon/ingest/tracking.js'
import type { RecordKind, Records } from '#daemon/store/records.js'
import type { Draft } from '#protocol/event.js'

function memoryRecords(): Records & { readonly kept: Map<string, unknown> } {
  const kept = new Map<string, unknown>()
  const key = (kind: RecordKind, name: string) => `${kind} ${name}`
  return {
    kept,
    get: async (kind, name) => kept.get(key(kind, name)),
    list: async (kind) =>
      [...kept]
        .filter(([name]) => name.startsWith(`${kind} `))
        .map(([name, value]) => [name.slice(kind.length + 1), value] as const),
    put: async (kind, name, value) => void kept.set(key(kind, name), structuredClone(value)),
    delete: async (kind, name) => void kept.delete(key(kind, name)),
    write: async (changes) => {
      for (const { kind, name, value } of changes) kept.set(key(kind, name), structuredClone(value))
    },
  }
}

async function openIngest(clock = { ms: 1_800_000_000_000 }, maxPeople = 3, records = memoryRecords()) {
  const stored: Draft[] = []
  const ids = new Set<string>()
  const ingest = createIngest({
    writer: {
      append: async (drafts) =>
        drafts.map((draft) => {
          const duplicate = ids.has(draft.id)
          ids.add(draft.id)
          if (!duplicate) stored.push(draft)
          return { seq: stored.length, duplicate }
        }),
    },
    identities: await openIdentities(records, maxPeople),
    redact: (event) => event,
    rules: () => ({ workspace: 'w', nowMs: clock.ms, oldestMs: 0 }),
    now: () => clock.ms,
    onError: (error) => {
      throw error
    },
  })
  const batch = (...calls: object[]) => ingest.take(readCalls({ batch: calls }, undefined, 100))
  return { ingest, stored, records, clock, batch, own: () => stored.filter(({ actor }) => actor.id === 'audit-traild') }
}
const event = (n: number) => ({ kind: 'event', value: { id: `e${n}`, action: 'A', actor: { id: 'u' } } }) as const
const bad = { kind: 'event', value: {} } as const
const settled = () => new Promise((resolve) => setImmediate(resolve))

test('a receipt counts what was new, what was a duplicate, and says which were refused', async () => {
  const { ingest } = await openIngest()
  expect(await ingest.take([event(1), bad, event(2), event(1)])).toMatchObject({
    accepted: 2,
    duplicates: 1,
    rejected: [{ index: 1 }],
  })
  expect(await ingest.take([])).toEqual({ accepted: 0, duplicates: 0, rejected: [] })
  expect(ingest.counts()).toMatchObject({ accepted: 2, duplicates: 1, rejected: { 'invalid-event': 1 } })
  await ingest.close()
})

test('refusals are recorded once a reason and minute, with how many there were', async () => {
  const { ingest, own, clock } = await openIngest()
  const tooOld = {
    kind: 'event',
    value: { action: 'A', actor: { id: 'u' }, timestamp: '1950-01-01T00:00:00Z' },
  } as const
  await ingest.take([bad, bad, tooOld])
  for (let i = 0; i < 5; i++) await ingest.take([bad])
  await settled()
  expect(own().map(({ details }) => [details.reason, details.count])).toEqual([
    ['invalid-event', 2],
    ['too-old', 1],
  ])
  expect(own()[0]).toMatchObject({
    action: 'Audit Events Rejected',
    area: 'Audit Trail',
    outcome: 'failure',
    actor: { type: 'system' },
  })

  clock.ms += 60_000
  await ingest.take([bad])
  await settled()
  expect(
    own()
      .slice(2)
      .map(({ details }) => details.count),
  ).toEqual([6])
  await ingest.close()
})

test('identify names the actor of later events, not of earlier ones, and never overrules an event', async () => {
  const { batch, stored, ingest } = await openIngest()
  const track = (event: string, userId = 'u1') => ({ type: 'track', event, userId })
  await batch(
    track('before'),
    { type: 'identify', userId: 'u1', traits: { name: 'Ada', email: 'ada@example.com' } },
    track('after'),
    track('other', 'u2'),
  )
  await batch({ type: 'identify', userId: 'u1', traits: { name: 'Ada B.' } }, track('later'))
  await ingest.take([{ kind: 'event', value: { action: 'native', actor: { id: 'u1', name: 'As Sent' } } }])
  expect(stored.map(({ action, actor: { name, email } }) => [action, name, email])).toEqual([
    ['before', undefined, undefined],
    ['after', 'Ada', 'ada@example.com'],
    ['other', undefined, undefined],
    ['later', 'Ada B.', 'ada@example.com'],
    ['native', 'As Sent', 'ada@example.com'],
  ])
  await ingest.close()
})

test('what is known of people survives a restart, and only so many are kept', async () => {
  const { batch, records, ingest } = await openIngest()
  for (const id of ['a', 'b', 'c', 'a', 'd'])
    await batch({ type: 'identify', userId: id, traits: { email: `${id}@example.com` } })
  expect([...records.kept.keys()].sort()).toEqual(['identity a', 'identity c', 'identity d'])
  await ingest.close()
  const again = await openIngest(undefined, 3, records)
  await again.batch({ type: 'track', event: 'x', userId: 'a' }, { type: 'track', event: 'x', userId: 'b' })
  expect(again.stored.map(({ actor }) => actor.email)).toEqual(['a@example.com', undefined])
  await again.ingest.close()
})

test('a name that no event could have is not learned', async () => {
  const { batch, stored, ingest } = await openIngest()
  await batch(
    { type: 'identify', userId: 'u', traits: { name: 'x'.repeat(2000), email: '\ud800' } },
    { type: 'track', event: 'x', userId: 'u' },
  )
  expect(stored[0]!.actor).toEqual({ type: 'user', id: 'u' })
  await ingest.close()
})

test('calls that leave no event are counted', async () => {
  const { batch, ingest } = await openIngest()
  const receipt = await batch(
    { type: 'page', userId: 'u' },
    { type: 'page', userId: 'u' },
    { type: 'group', userId: 'u' },
  )
  expect([receipt.accepted, ingest.counts().calls]).toEqual([0, { page: 2, group: 1 }])
  await ingest.close()
})
