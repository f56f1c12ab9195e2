import { expect, test } from 'vitest'
import { logRecordOf } from '#daemon/forward/destinations/log-record.js'
import { otlp } from '#daemon/forward/destinations/otlp.js'
import { payloadOf } from '#daemon/forward/payload.js'
import { auditEvent } from '../../support/audit-event.js'
import { sendOne } from './sending.js'

test('an event is a log record, its attributes named by the semantic conventions', () => {
  const event = auditEvent(3, {
    receivedAt: '2026-11-20T14:30:03.250Z',
    changes: [{ path: '/n', before: 1 }],
    details: { retries: 3, ratio: 0.5, ok: true, gone: null, task: { id: 't', steps: ['a', { n: 2 }] }, big: 2 ** 60 },
  })
  expect(logRecordOf(payloadOf(event, 'readable'))).toEqual({
    timeUnixNano: '1795185003000000000',
    observedTimeUnixNano: '1795185003250000000',
    severityNumber: 13,
    severityText: 'WARN',
    eventName: 'Warehouse Run Failed',
    body: { stringValue: 'Warehouse Run Failed: Thing 3' },
    attributes: Object.entries({
      'log.record.uid': { stringValue: 'event-3' },
      'user.id': { stringValue: 'u-alice' },
      'audit.outcome': { stringValue: 'failure' },
      'audit.workspace.id': { stringValue: 'acme' },
      'audit.area': { stringValue: 'Warehouses' },
      'user.email': { stringValue: 'alice@acme.io' },
      'audit.changes': {
        arrayValue: {
          values: [
            {
              kvlistValue: {
                values: [
                  { key: 'path', value: { stringValue: '/n' } },
                  { key: 'before', value: { intValue: '1' } },
                ],
              },
            },
          ],
        },
      },
      'audit.seq': { intValue: '3' },
      'audit.details.retries': { intValue: '3' },
      'audit.details.ratio': { doubleValue: 0.5 },
      'audit.details.ok': { boolValue: true },
      'audit.details.task.id': { stringValue: 't' },
      'audit.details.task.steps': {
        arrayValue: {
          values: [{ stringValue: 'a' }, { kvlistValue: { values: [{ key: 'n', value: { intValue: '2' } }] } }],
        },
      },
      'audit.details.big': { doubleValue: 2 ** 60 },
      'audit.details.subject': { stringValue: 'users/u-alice' },
      'audit.resource.type': { stringValue: 'warehouse' },
      'audit.resource.id': { stringValue: 'r-3' },
      'audit.resource.name': { stringValue: 'Thing 3' },
      'client.address': { stringValue: '10.0.0.3' },
      'user_agent.original': { stringValue: 'Firefox/140.0' },
    }).map(([key, value]) => ({ key, value })),
  })
})

test('what a filter took out is absent', () => {
  const { properties: _p, context: _c, userId: _u, ...left } = payloadOf(auditEvent(1), 'audit')
  const record = logRecordOf({ ...left, properties: {}, context: {} } as never)
  expect(record).toMatchObject({ eventName: 'Audit', body: { stringValue: 'Audit' } })
  expect((record as { attributes: { key: string }[] }).attributes.map(({ key }) => key)).toEqual(['log.record.uid'])
})

test('a batch is one request for logs, under a bearer token or a header of its own', async () => {
  const bearer = await sendOne({ name: 'otlp', type: otlp, secrets: ['new', 'old'], events: 2 })
  expect(bearer.received.path).toBe('/v1/logs')
  expect(bearer.received.headers).toMatchObject({ authorization: 'Bearer new', 'content-type': 'application/json' })
  const { resourceLogs } = JSON.parse(bearer.received.body)
  expect(resourceLogs[0].resource.attributes).toEqual([{ key: 'service.name', value: { stringValue: 'audit-traild' } }])
  expect(resourceLogs[0].scopeLogs[0].logRecords).toEqual(bearer.texts.map((text) => JSON.parse(text)))

  const keyed = await sendOne({ name: 'otlp', type: otlp, secrets: ['X-Api-Key: k: 1'], path: '/otlp' })
  expect(keyed.received.path).toBe('/otlp/v1/logs')
  expect(keyed.received.headers).toMatchObject({ 'x-api-key': 'k: 1' })
  expect(keyed.received.headers).not.toHaveProperty('authorization')
  expect((await sendOne({ name: 'otlp', type: otlp })).received.headers).not.toHaveProperty('authorization')
})

test.each([
  ['records rejected, counted in text', { rejectedLogRecords: '2', errorMessage: 'too old' }, 'refused'],
  ['records rejected, counted in a number', { rejectedLogRecords: 1 }, 'refused'],
  ['a warning', { rejectedLogRecords: '0', errorMessage: 'slow down' }, 'delivered'],
  ['an empty partial success', {}, 'delivered'],
  ['none', undefined, 'delivered'],
  ['null', null, 'delivered'],
])('partial success with %s', async (_, partialSuccess, result) => {
  const behaviour = { answer: 200, body: JSON.stringify({ partialSuccess }) }
  expect((await sendOne({ name: 'otlp', type: otlp, behaviour })).outcome).toMatchObject({ result })
})

test('a success is one whatever its body holds', async () => {
  for (const body of ['', 'ok', 'null', '[]', '1']) {
    const { outcome } = await sendOne({ name: 'otlp', type: otlp, behaviour: { answer: 200, body } })
    expect(outcome, body).toEqual({ result: 'delivered' })
  }
})

test('a header that is no credential is told', () => {
  const settings = { name: 'a', type: 'otlp', url: 'https://collector.example' } as const
  for (const secret of ['Host: other', 'content-length: 0', 'Transfer-Encoding: chunked']) {
    expect(otlp.mistake(settings, [secret], []), secret).toMatchObject({ field: 'secret' })
  }
  for (const secrets of [[], ['token'], ['Authorization: Basic eDp5'], ['a:b']]) {
    expect(otlp.mistake(settings, secrets, [])).toBeUndefined()
  }
})
