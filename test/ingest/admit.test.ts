import { expect, test } from 'vitest'
import { admit } from '#daemon/ingest/admit.js'
import type { WireError } from '#protocol/error.js'
import type { Draft } from '#protocol/event.js'

const NOW = Date.parse('2026-11-20T12:00:00Z')
const DAY = 86_400_000
const rules = { workspace: 'main', nowMs: NOW, oldestMs: NOW - 90 * DAY }

const admitted = (value: unknown): Draft => {
  const result = admit(value, rules)
  if ('error' in result) throw new Error(result.error.message)
  return result.draft
}
const refused = (value: unknown): WireError => {
  const result = admit(value, rules)
  if ('draft' in result) throw new Error(`admitted: ${JSON.stringify(result.draft)}`)
  return result.error
}
const least = { action: 'Source Modified', actor: { id: 'u1' } }
const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)])

test('action and actor.id are enough; the rest has its defaults', () => {
  const { id, ...rest } = admitted(least)
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/)
  expect(rest).toEqual({
    workspace: 'main',
    action: 'Source Modified',
    area: 'Sources',
    outcome: 'success',
    actor: { type: 'user', id: 'u1' },
    resource: {},
    details: {},
  })
})

test('area and outcome follow the catalogue unless the sender says otherwise', () => {
  expect(admitted({ ...least, action: 'Pizza Ordered' })).toMatchObject({ area: 'Other', outcome: 'success' })
  expect(admitted({ ...least, action: 'Pizza Delivery Failed' })).toMatchObject({ area: 'Other', outcome: 'failure' })
  expect(admitted({ ...least, action: 'Violations Detected' }).outcome).toBe('failure')
  expect(admitted({ ...least, action: 'Violations Detected', outcome: 'success', area: 'Mine' })).toMatchObject({
    area: 'Mine',
    outcome: 'success',
  })
})

test('null and "" are absence in a named field and values everywhere else', () => {
  const draft = admitted({
    ...least,
    id: '',
    workspace: null,
    timestamp: '',
    actor: { id: 'u1', name: '', email: null, type: null },
    resource: { id: null, name: '' },
    context: { ip: '', userAgent: null, page: null, note: '' },
    changes: [{ path: '', before: null, after: '' }],
    details: { a: null, b: '' },
  })
  expect(draft).toMatchObject({
    workspace: 'main',
    changes: [{ path: '', before: null, after: '' }],
    details: { a: null, b: '' },
  })
  expect(draft).not.toHaveProperty('timestamp')
  expect([draft.actor, draft.resource, draft.context]).toEqual([
    { id: 'u1', type: 'user' },
    {},
    { page: null, note: '' },
  ])
  expect(admitted({ ...least, resource: null, details: null, changes: null, context: null })).not.toHaveProperty(
    'context',
  )
})

test('seq and receivedAt are ignored, so that an export can be imported', () => {
  const draft = admitted({ ...least, seq: 7, receivedAt: '2026-01-01T00:00:00.000Z' })
  expect(Object.keys(draft)).not.toContain('seq')
  expect(Object.keys(draft)).not.toContain('receivedAt')
})

test.each([
  ['no object', 7, undefined],
  ['null', null, undefined],
  ['an array', [], undefined],
  ['no action', { actor: { id: 'u' } }, 'action'],
  ['no actor', { action: 'x' }, 'actor.id'],
  ['an absent actor.id', { action: 'x', actor: { id: '' } }, 'actor.id'],
  ['an actor that is text', { action: 'x', actor: 'u' }, 'actor'],
  ['a number for an id', { action: 'x', actor: { id: 5 } }, 'actor.id'],
  ['an unknown actor type', { action: 'x', actor: { id: 'u', type: 'robot' } }, 'actor.type'],
  ['an unknown outcome', { ...least, outcome: 'maybe' }, 'outcome'],
  ['an unknown field', { ...least, colour: 'red' }, 'colour'],
  ['an unknown field of the actor', { action: 'x', actor: { id: 'u', age: 7 } }, 'actor.age'],
  ['details that are a list', { ...least, details: [] }, 'details'],
  ['changes that are no list', { ...least, changes: {} }, 'changes'],
  ['a change without a path', { ...least, changes: [{ before: 1 }] }, 'changes.0.path'],
  ['an action of 600 characters', { ...least, action: 'x'.repeat(600) }, 'action'],
  ['a number beyond doubles', { ...least, details: { n: [0, JSON.parse('1e999')] } }, 'details.n.1'],
  ['a lone surrogate', { ...least, details: { text: '\ud800' } }, 'details.text'],
  ['a lone surrogate in a key', { ...least, details: { 'a\udfff': 1 } }, 'details.a\ufffd'],
  ['the key __proto__ at the top', JSON.parse('{"__proto__":{},"action":"x","actor":{"id":"u"}}'), '__proto__'],
  ['the key __proto__ in the actor', JSON.parse('{"action":"x","actor":{"id":"u","__proto__":{}}}'), 'actor.__proto__'],
  [
    'the key __proto__ in the context',
    JSON.parse('{"action":"x","actor":{"id":"u"},"context":{"__proto__":{}}}'),
    'context.__proto__',
  ],
  [
    'the key __proto__ far inside',
    JSON.parse('{"action":"x","actor":{"id":"u"},"details":{"a":[{"__proto__":1}]}}'),
    'details.a.0.__proto__',
  ],
] as const)('%s is refused, naming the place', (_, value, field) => {
  const error = refused(value)
  expect(error).toMatchObject({ type: 'invalid-event', ...(field !== undefined && { field }) })
  expect(error.message).toMatch(/^Cannot accept the event: /)
})

test('harmless keys that look dangerous are kept as they are', () => {
  const details = { constructor: { prototype: { admin: true } }, prototype: 1, toString: 'x' }
  const draft = admitted(JSON.parse(JSON.stringify({ ...least, details })))
  expect(JSON.stringify(draft.details)).toBe(JSON.stringify(details))
  expect(({} as Record<string, unknown>).admin).toBeUndefined()
})

test('an event may be 20 levels deep and no deeper', () => {
  // The event is level 1, details level 2.
  expect(admitted({ ...least, details: { a: nested(18) } }).details).toBeDefined()
  expect(refused({ ...least, details: { a: nested(19) } }).message).toMatch(/deeper than 20 levels/)
  expect(refused({ ...least, details: { a: JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)) } }).type).toBe(
    'invalid-event',
  )
})

test('an event may have 32 KiB of JSON and not a byte more, whatever its characters take', () => {
  const fixed = { ...least, id: 'i', details: { x: '' } }
  const room = 32_768 - Buffer.byteLength(JSON.stringify(admitted(fixed)))
  for (const [unit, bytes] of [
    ['a', 1],
    ['é', 2],
    ['\u0001', 6],
    ['😀', 4],
    ['"', 2],
  ] as const) {
    const fits = unit.repeat(Math.floor(room / bytes)) + 'a'.repeat(room % bytes)
    expect(Buffer.byteLength(JSON.stringify(admitted({ ...fixed, details: { x: fits } })))).toBe(32_768)
    expect(refused({ ...fixed, details: { x: `${fits}a` } })).toMatchObject({ type: 'too-large' })
  }
})

test.each([
  ['2026-11-20T14:30:00+02:00', '2026-11-20T12:30:00.000Z'],
  ['2026-11-20t11:59:59.123456z', '2026-11-20T11:59:59.123Z'],
  ['2026-11-19T23:30:00-00:30', '2026-11-20T00:00:00.000Z'],
  ['2026-11-20T12:00:00.5Z', '2026-11-20T12:00:00.500Z'],
  ['2026-11-20t12:00:00.500Z', '2026-11-20T12:00:00.500Z'],
  ['2026-10-31T23:59:60.000Z', '2026-10-31T23:59:59.999Z'],
])('the time %s is stored as %s', (sent, stored) => {
  expect(admitted({ ...least, timestamp: sent }).timestamp).toBe(stored)
})

test.each([
  'NaN',
  'Invalid Date',
  'yesterday',
  '2026-11-20',
  '2026-11-20T12:00:00',
  '2026-02-30T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-11-20T24:01:00Z',
  '+012026-11-20T12:00:00Z',
  '0000-01-01T00:00:00+01:00',
])('the time %s is refused', (timestamp) => {
  expect(refused({ ...least, timestamp })).toMatchObject({ type: 'invalid-event', field: 'timestamp' })
})

test('a time that is a number is refused', () => {
  expect(refused({ ...least, timestamp: NOW })).toMatchObject({ type: 'invalid-event', field: 'timestamp' })
})

test('a time before the retention limit is refused with that reason, the year 0 included', () => {
  expect(refused({ ...least, timestamp: '0000-01-01T00:00:00Z' })).toMatchObject({
    type: 'too-old',
    field: 'timestamp',
  })
  expect(refused({ ...least, timestamp: new Date(NOW - 90 * DAY - 1).toISOString() }).type).toBe('too-old')
  expect(admitted({ ...least, timestamp: new Date(NOW - 90 * DAY).toISOString() }).timestamp).toBeDefined()
})

test('a time over a day ahead becomes the time of receipt; the sent one is kept beside it', () => {
  const draft = admitted({ ...least, timestamp: '9999-12-31T23:59:59Z', context: { ip: '::1' } })
  expect(draft).not.toHaveProperty('timestamp')
  expect(draft.context).toEqual({ ip: '::1', originalTimestamp: '9999-12-31T23:59:59Z' })
  expect(admitted({ ...least, timestamp: new Date(NOW + DAY).toISOString() }).timestamp).toBe(
    '2026-11-21T12:00:00.000Z',
  )
})

test('hostile text comes back in an error only in part', () => {
  const error = refused({ ...least, ['k'.repeat(100_000)]: 1 })
  expect(error.message.length).toBeLessThan(300)
})

test('that an event was erased is for the trail alone to say', () => {
  const erased = { by: 1, leaf: '0'.repeat(64) }
  expect(admitted({ ...least, erased })).not.toHaveProperty('erased')
})
