import { expect, test } from 'vitest'
import { splunk } from '#daemon/forward/destinations/splunk.js'
import type { DestinationSettings } from '#protocol/destination-settings.js'
import { sendOne } from './sending.js'

const send = (settings: Partial<DestinationSettings>, answer?: { status: number; code: number }, path = '') =>
  sendOne({
    ...{ name: 'splunk', type: splunk, secrets: ['token-1'], events: 2, settings, path },
    ...(answer && {
      behaviour: { answer: answer.status, body: JSON.stringify({ text: 'Said so', code: answer.code }) },
    }),
  } as const)

test('events stand as the collector wants them', async () => {
  const { received } = await send({ index: 'audit', sourcetype: 'trail' })
  expect(received.path).toBe('/services/collector/event')
  expect(received.headers.authorization).toBe('Splunk token-1')
  const [first] = received.body.split('\n').map((line) => JSON.parse(line))
  expect(first).toEqual({
    time: 1795185001,
    source: 'audit-traild',
    sourcetype: 'trail',
    index: 'audit',
    event: expect.objectContaining({
      messageId: 'event-1',
      properties: expect.objectContaining({ type: 'Destination Filter Disabled' }),
    }),
  })
})

test('a URL that names the path keeps it', async () => {
  for (const path of ['/services/collector/event', '/services/collector/event/', '/proxy/services/collector/event']) {
    expect((await send({}, undefined, path)).received.path).toBe(path)
  }
  expect((await send({}, undefined, '/proxy/?channel=1')).received.path).toBe(
    '/proxy/services/collector/event?channel=1',
  )
})

test.each([
  ['no data', 400, 5, 'refused'],
  ['invalid data', 400, 6, 'refused'],
  ['an event is required', 400, 12, 'refused'],
  ['an index that is not there', 400, 7, 'retry'],
  ['a data channel is missing', 400, 10, 'retry'],
  ['an invalid token', 403, 4, 'retry'],
  ['a disabled token', 403, 1, 'retry'],
  ['a busy server', 503, 9, 'retry'],
  ['an internal error', 500, 8, 'retry'],
  ['success', 200, 0, 'delivered'],
])('%s, %i with code %i: %s', async (_, status, code, result) => {
  expect((await send({}, { status, code })).outcome).toMatchObject({
    result,
    ...(result !== 'delivered' && { code: String(status), message: expect.stringContaining('Said so') }),
  })
})

test('it needs a token that a header can hold', () => {
  const settings = { name: 'a', type: 'splunk', url: 'https://splunk.example:8088' } as const
  expect(splunk.mistake(settings, ['token'], [])).toBeUndefined()
  for (const secrets of [[], ['two\nlines'], ['\u{1f600}'], [' padded'], ['']]) {
    expect(splunk.mistake(settings, secrets, []), JSON.stringify(secrets)).toMatchObject({ field: 'secret' })
  }
})
