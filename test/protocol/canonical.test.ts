import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from '#protocol/canonical.js'
import { anEvent } from './an-event.js'

test('an event is this line', () => {
  expect(
    canonicalJson(
      anEvent({
        changes: [{ path: '/b', before: 1, after: { z: 0, a: [] } }],
        details: { b: 1e21, a: '\u0000é\u2028' },
      }),
    ),
  ).toBe(
    '{"action":"Destination Filter Disabled","actor":{"email":"alice@example.com","id":"u1","name":"Alice Example","type":"user"},' +
      '"area":"Destination Filters","changes":[{"after":{"a":[],"z":0},"before":1,"path":"/b"}],' +
      '"context":{"ip":"10.0.4.2","userAgent":"curl/8"},"details":{"a":"\\u0000é\u2028","b":1e+21},' +
      '"id":"01938c5e-7b3a-7000-8000-00000000000A","outcome":"success","receivedAt":"2026-11-20T14:30:01.000Z",' +
      '"resource":{"id":"df_1","name":"Drop \\"Permission Check\\"","type":"destination_filter"},' +
      '"seq":7,"timestamp":"2026-11-20T14:30:00.000Z","workspace":"Acme"}',
  )
})

test('what is absent is left out', () => {
  const { context: _context, ...event } = anEvent({ actor: { type: 'system', id: 's' }, resource: {} })
  expect(canonicalJson(event)).toContain(
    '"actor":{"id":"s","type":"system"},"area":"Destination Filters","details":{},',
  )
  expect(canonicalJson(event)).toContain('"resource":{},')
})

/** Keys that engines reorder, that shadow what objects inherit, and that sort differently by code unit and by code point. */
const key = fc.oneof(
  fc.constantFrom(
    '10',
    '9',
    '01',
    '-1',
    'a',
    'B',
    '',
    'constructor',
    'toJSON',
    'hasOwnProperty',
    '__proto__',
    '\ud83d\ude00',
    '\uff5e',
  ),
  fc.string({ maxLength: 3 }),
)
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('any'), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie('any')), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
  ),
})).any

test('any event is written as the reference implementation writes it', () => {
  const details = fc.array(fc.tuple(key, value), { maxLength: 5 }).map((entries) => Object.fromEntries(entries))
  const changes = fc.array(fc.record({ path: fc.string(), before: value, after: value }, { requiredKeys: ['path'] }), {
    maxLength: 2,
  })
  const reference = canonicalize as unknown as (value: unknown) => string
  fc.assert(
    fc.property(details, changes, details, (details, changes, context) => {
      const event = anEvent({ details, changes, context })
      const line = canonicalJson(event)
      expect(line).toBe(reference(event))
      expect(JSON.parse(line)).toEqual(JSON.parse(JSON.stringify(event)))
    }),
    { numRuns: 2000 },
  )
})

test('depth costs no more than size', () => {
  let details: Record<string, unknown> = { b: 1, a: 2 }
  for (let depth = 0; depth < 20; depth++) details = { b: details, a: depth }
  const begun = performance.now()
  canonicalJson(anEvent({ details }))
  expect(performance.now() - begun).toBeLessThan(50)
})
