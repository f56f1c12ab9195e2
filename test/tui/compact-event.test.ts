import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AuditEvent } from '#protocol/event.js'
import { compactEvent } from '#tui/model/compact-event.js'
import { auditEvent } from '../support/audit-event.js'

/** As the daemon sends them. */
const inOrder = ({ changes, context, details, erased, ...start }: Record<string, unknown>) => ({
  ...start,
  changes,
  context,
  details,
  erased,
})

const word = fc.constantFrom('a', 'b', 'a\0b', '', '__proto__', 'x'.repeat(300))
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined })
const event = fc
  .record({
    seq: fc.nat(),
    action: word,
    actor: fc.record({ type: fc.constant('user' as const), id: word, name: maybe(word), email: maybe(word) }),
    resource: fc.record({ type: maybe(word), id: maybe(word), name: maybe(word) }),
    changes: maybe(fc.array(fc.record({ path: word, before: fc.jsonValue(), after: fc.jsonValue() }))),
    context: maybe(fc.record({ ip: word, requestId: word })),
    details: fc.dictionary(word, fc.jsonValue()),
    erased: maybe(fc.record({ by: fc.nat(), leaf: word })),
  })
  .map((changes) => JSON.parse(JSON.stringify(inOrder({ ...auditEvent(1), ...changes }))) as AuditEvent)

test('whatever an event holds, it is the same event, its fields in the same order', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 8 }), (events) => {
      const before = events.map((event) => JSON.stringify(event))
      const compact = events.map(compactEvent)
      expect(compact.map((event) => JSON.stringify(event))).toEqual(before)
    }),
  )
})

test('who did two things is one object, who only has the same id is not', () => {
  const [a, b] = [compactEvent(auditEvent(3)), compactEvent(structuredClone(auditEvent(3)))]
  expect(b.actor).toBe(a.actor)
  expect(b.resource).toBe(a.resource)
  const other = compactEvent({ ...auditEvent(3), actor: { ...auditEvent(3).actor, email: 'other@acme.io' } })
  expect(other.actor).not.toBe(a.actor)
  expect(other.actor.email).toBe('other@acme.io')
})
