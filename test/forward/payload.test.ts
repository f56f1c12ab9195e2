import { expect, test } from 'vitest'
import { payloadOf } from '#daemon/forward/payload.js'
import { admit } from '#daemon/ingest/admit.js'
import { readCalls } from '#daemon/ingest/tracking.js'
import type { AuditEvent } from '#protocol/event.js'

const EVENT: AuditEvent = {
  id: 'e1',
  seq: 7,
  timestamp: '2026-11-20T14:30:00.000Z',
  receivedAt: '2026-11-20T14:30:00.100Z',
  workspace: 'acme',
  action: 'Source Created',
  area: 'Sources',
  outcome: 'success',
  actor: { type: 'user', id: 'alice', email: 'alice@example.com' },
  resource: { type: 'source', id: 's1', name: 'Web' },
  context: { ip: '198.51.100.7' },
  details: { plan: 'business', nested: { deep: [1, null, 'x'] } },
}

const RULES = { workspace: 'elsewhere', nowMs: Date.parse('2026-11-20T14:31:00Z'), oldestMs: 0 }

/** What another trail makes of an event that this one forwards. */
function received(event: AuditEvent, names: 'audit' | 'readable') {
  const [call] = readCalls(JSON.parse(JSON.stringify({ batch: [payloadOf(event, names)] })), undefined, 10)
  if (call?.kind !== 'event') throw new Error('it is not read as an event')
  const admission = admit(call.value, RULES)
  if ('error' in admission) throw new Error(admission.error.message)
  return admission.draft
}

const CASES: Record<string, Partial<AuditEvent>> = {
  'an event as most are': {},
  'of a token': { actor: { type: 'token', id: 'ci/deploy' } },
  'of the daemon': { actor: { type: 'system', id: 'audit-traild' } },
  "of Segment's system": { actor: { type: 'system', id: '__system__' } },
  'of a user whose id looks like a subject': { actor: { type: 'user', id: 'system/x' } },
  'of a user whose id is a slash': { actor: { type: 'user', id: '/' } },
  'with nothing said of the resource': { resource: {} },
  'that failed, in an area of its own': { action: 'Door Opened', area: 'Doors', outcome: 'failure' },
  'whose name says failure and outcome does not': { action: 'Audience Run Failed', outcome: 'success' },
  'with changes': { changes: [{ path: '/name', before: 'a', after: 'b' }] },
  "that Segment's own trail forwarded here": {
    details: { subject: 'users/alice', resource_type: 'source', resource_id: 's1', target: 'Web', source_id: 's1' },
  },
  'whose details use the same names for other things': {
    resource: { type: 'source' },
    details: { subject: 'Re: hello', target: { x: 1 }, resource_type: null, seq: 9, email: 'x@y', type: 'z' },
  },
}

for (const [name, changes] of Object.entries(CASES)) {
  test(`${name}: comes back as it was, whatever it is called on the way`, () => {
    const { seq: _, receivedAt: __, ...sent } = { ...EVENT, ...changes }
    const { email: _email, ...unnamed } = sent.actor
    expect(received({ ...EVENT, ...changes }, 'readable')).toEqual(sent)
    expect(received({ ...EVENT, ...changes }, 'audit')).toEqual({ ...sent, actor: unnamed })
  })
}

test('a value that is mapped stands in the payload once, so that a filter can take it out', () => {
  const details = { subject: 'users/alice', target: 'Web' }
  expect(JSON.stringify(payloadOf({ ...EVENT, details }, 'audit')).match(/Web/g)).toHaveLength(1)
})

test("a call of somebody else's that looks alike is left as it is", () => {
  const properties = { type: 'Signup', details: { a: 1 } }
  const [call] = readCalls({ batch: [{ type: 'track', event: 'Signup', userId: 'u', properties }] }, undefined, 10)
  expect(call).toMatchObject({ value: { action: 'Signup', details: properties } })
})
