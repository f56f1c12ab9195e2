import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { admit } from '#daemon/ingest/admit.js'
import { type Call, inTrackingTerms, readCalls, TRACKING_PATHS } from '#daemon/ingest/tracking.js'
import { actorNamed } from '#daemon/ingest/unfold.js'
import type { Draft } from '#protocol/event.js'
import { PROJECT } from '../support/source-file.js'

const NOW = Date.parse('2019-11-25T00:00:00Z')
const rules = { workspace: 'main', nowMs: NOW, oldestMs: Number.NEGATIVE_INFINITY }

function draftOf(call: Call): Draft {
  if (call.kind !== 'event') throw new Error(`not an event: ${JSON.stringify(call)}`)
  const admission = admit(call.value, rules)
  if ('error' in admission) throw new Error(admission.error.message)
  return admission.draft
}
const track = (call: object) => draftOf(readCalls({ type: 'track', event: 'X', userId: 'u', ...call }, 'track', 10)[0]!)

const samples = readFileSync(join(PROJECT, 'test/fixtures/forwarded-samples.ndjson'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Record<string, unknown>)

test("Segment's own forwarded audit events unfold into who did what to which resource", () => {
  expect(samples.map((sample) => draftOf(readCalls(sample, 'track', 10)[0]!))).toEqual([
    {
      id: 'api-1U3E4UE7HqqBqUdl3oaR0YRCPCR',
      timestamp: '2019-11-24T06:24:46.877Z',
      workspace: 'VWDxzzIpI5',
      action: 'Audience Created',
      area: 'Audiences',
      outcome: 'success',
      actor: { type: 'user', id: 'MNxxtIRCbe' },
      resource: {
        type: 'audience',
        id: 'spaces/default/audiences/aud_1U3E4PKTj08xZcWmTkQpvvTlI2V',
        name: 'order completed',
      },
      context: { library: { name: 'unknown', version: 'unknown' } },
      details: {
        resource_id: 'spaces/default/audiences/aud_1U3E4PKTj08xZcWmTkQpvvTlI2V',
        resource_type: 'audience',
        subject: 'users/MNxxtIRCbe',
        target: 'order completed',
      },
    },
    expect.objectContaining({
      action: 'Schema Event Blocked',
      resource: { type: 'source', id: '3LcUdkMjau', name: 'JavaScript' },
    }),
    expect.objectContaining({
      action: 'Warehouse Disabled',
      area: 'Warehouses',
      resource: { type: 'warehouse', id: 'HpLcqdFbPX', name: 'postgres' },
    }),
  ])
})

test('the actor of a forwarded event is its subject, else its subject_id, else the user', () => {
  const audit = (details: object, userId: string) =>
    track({ event: 'Audit', userId, properties: { type: 'Permission Check', details } }).actor
  expect(audit({ subject: 'users/alice', subject_id: 'bob' }, '__system__')).toEqual({ type: 'user', id: 'alice' })
  expect(audit({ subject_id: 'bob', subject_type: 'user' }, '__system__')).toEqual({ type: 'user', id: 'bob' })
  expect(audit({}, '__system__')).toEqual({ type: 'system', id: '__system__' })
  expect(audit({ subject: 7 }, 'carol')).toEqual({ type: 'user', id: 'carol' })
})

test.each([
  ['users/MNxx', { type: 'user', id: 'MNxx' }],
  ['public-api-token/TJ7z8cg6', { type: 'token', id: 'TJ7z8cg6' }],
  ['personal-access-tokens/p1', { type: 'token', id: 'p1' }],
  ['__system__', { type: 'system', id: '__system__' }],
  ['Segment', { type: 'system', id: 'Segment' }],
  ['groups/admins', { type: 'user', id: 'groups/admins' }],
  ['users/', { type: 'user', id: 'users/' }],
  ['plain', { type: 'user', id: 'plain' }],
])('the subject %s is %o', (subject, actor) => {
  expect(actorNamed(subject)).toEqual(actor)
})

test('what a forwarded event has beside its details is not lost', () => {
  const { details } = track({
    event: 'Audit',
    properties: { type: 'T', workspace_id: 'w', extra: 1, details: { a: 2 } },
  })
  expect(details).toEqual({ extra: 1, a: 2 })
  expect(track({ event: 'Audit', properties: { type: 'T', details: 'text' } }).details).toEqual({ details: 'text' })
})

test('a track call named Audit without a type is a plain event', () => {
  expect(track({ event: 'Audit', properties: { a: 1 } })).toMatchObject({ action: 'Audit', details: { a: 1 } })
})

test('a track call becomes an event, its timestamp as sent', () => {
  const draft = track({
    event: 'Signed Up',
    userId: 'u1',
    messageId: 'm1',
    timestamp: '2019-11-24T08:00:00+01:00',
    sentAt: '2019-11-24T09:00:00Z',
    properties: { plan: 'pro', price: null },
    context: { ip: '10.0.0.1', userAgent: 'agent', library: { name: 'x' }, locale: '' },
    integrations: { All: true },
    _metadata: {},
  })
  expect(draft).toMatchObject({
    id: 'm1',
    timestamp: '2019-11-24T07:00:00.000Z',
    action: 'Signed Up',
    actor: { type: 'user', id: 'u1' },
    details: { plan: 'pro', price: null },
    context: { ip: '10.0.0.1', userAgent: 'agent', library: { name: 'x' }, locale: '' },
  })
})

test('without a user the anonymous one acts; a number is as good as its text', () => {
  expect(track({ userId: undefined, anonymousId: 'a1' }).actor.id).toBe('a1')
  expect(track({ userId: null, anonymousId: 'a1' }).actor.id).toBe('a1')
  expect(track({ userId: 42 }).actor.id).toBe('42')
})

test('every path of the API takes the call its name says, batches take any', () => {
  expect(TRACKING_PATHS).toEqual({
    ...{ batch: undefined, b: undefined, import: undefined },
    ...{ track: 'track', t: 'track', identify: 'identify', i: 'identify', page: 'page', p: 'page' },
    ...{ screen: 'screen', s: 'screen', group: 'group', g: 'group', alias: 'alias', a: 'alias' },
  })
})

test("a batch's context holds for items that do not say otherwise", () => {
  const batch = [
    { type: 'track', event: 'A', userId: 'u', context: { ip: '10.0.0.2' } },
    { type: 'track', event: 'B', userId: 'u' },
  ]
  const drafts = readCalls({ batch, context: { ip: '10.0.0.1', app: { name: 'x' } } }, undefined, 10).map(draftOf)
  expect(drafts.map(({ context }) => context)).toEqual([
    { ip: '10.0.0.2', app: { name: 'x' } },
    { ip: '10.0.0.1', app: { name: 'x' } },
  ])
})

test('calls that are no events are told apart, and mistakes do not hide their neighbours', () => {
  const batch = [
    { type: 'identify', userId: 'u', traits: { firstName: 'Ada', lastName: 'Byron', email: 'ada@example.com' } },
    { type: 'page', userId: 'u' },
    { type: 'dance' },
    7,
    { type: 'identify', traits: {} },
    { type: 'track', event: 'A', userId: 'u' },
  ]
  const calls = readCalls({ batch }, undefined, 10)
  expect(calls.map(({ kind }) => kind)).toEqual(['identity', 'other', 'mistake', 'mistake', 'mistake', 'event'])
  expect(calls[0]).toMatchObject({ id: 'u', said: { name: 'Ada Byron', email: 'ada@example.com' } })
})

test('a body that is no batch is refused', () => {
  expect(() => readCalls([], undefined, 10)).toThrow(/not a JSON object/)
  expect(() => readCalls({}, undefined, 10)).toThrow(/no array of calls/)
  expect(() => readCalls({ batch: Array(11).fill(1) }, undefined, 10)).toThrow(/the limit is 10/)
})

test("errors speak of the call's fields, not of the event's", () => {
  const errors = [
    { userId: 'u' },
    { event: 'X' },
    { event: 'X', userId: 'u', properties: { n: JSON.parse('1e999') } },
  ].map((call) => {
    const [read] = readCalls(call, 'track', 10)
    const admission = admit((read as { value: unknown }).value, rules)
    return 'error' in admission ? inTrackingTerms(admission.error) : undefined
  })
  expect(errors.map((error) => error?.field)).toEqual(['event', 'userId', 'properties.n'])
  expect(errors[1]!.message).toBe('Cannot accept the event: userId is required')
})
