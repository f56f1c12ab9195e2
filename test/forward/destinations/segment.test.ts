import { expect, test } from 'vitest'
import { segment } from '#daemon/forward/destinations/segment.js'
import { payloadOf } from '#daemon/forward/payload.js'
import type { DestinationSettings } from '#protocol/destination-settings.js'
import type { AuditEvent } from '#protocol/event.js'
import { auditEvent } from '../../support/audit-event.js'
import { runDaemon } from '../../support/running-daemon.js'
import { sendOne } from './sending.js'

const never = new AbortController().signal

const HERE: DestinationSettings = { name: 'here', type: 'segment', allowPrivate: ['127.0.0.1'] }

/** What of an event another trail has to hold. */
const told = ({ id, timestamp, workspace, action, area, outcome, actor, resource, changes, details }: AuditEvent) => ({
  ...{ id, timestamp, workspace, action, area, outcome, resource, changes, details },
  actor: { type: actor.type, id: actor.id },
})

test("another trail's daemon holds the same events, once, however often they are sent", async () => {
  await using daemon = await runDaemon()
  const key = await daemon.token('ingest')
  const now = Date.now()
  const sent = Array.from({ length: 2500 }, (_, i) =>
    auditEvent(i + 1, {
      timestamp: new Date(now - 10_000 + i).toISOString(),
      ...(i % 5 === 0 && { actor: { type: 'system', id: 'nightly-job' }, changes: [{ path: '/a', before: 1 }] }),
      ...(i % 7 === 0 && { details: { target: `Thing ${(i + 1) % 7}`, subject: i, list: ['ä', '\u2028', '😀'] } }),
    }),
  )
  for (const eventNames of ['audit', 'readable'] as const) {
    const settings: DestinationSettings = { ...HERE, url: daemon.url, eventNames }
    expect(segment.mistake(settings, [key], [])).toBeUndefined()
    const sender = segment.open({ settings, secrets: [key], folders: [], now: Date.now })
    const items = sent.map((event) => {
      const text = segment.encode(payloadOf(event, eventNames), settings)
      return { seq: event.seq, messageId: event.id, text, bytes: Buffer.byteLength(text) }
    })
    // As large as batches become.
    for (let from = 0; from < items.length; from += 800) {
      const batch = { id: `b-${from}`, items: items.slice(from, from + 800) }
      expect(await sender.send(batch, never)).toEqual({ result: 'delivered' })
    }
    await sender.close()
    const events = await daemon.events()
    expect(events.map(told)).toEqual(sent.map(told))
  }
  expect(daemon.mistakes).toEqual([])
})

test('a write key that is not known keeps the events', async () => {
  await using daemon = await runDaemon()
  const settings = { ...HERE, url: daemon.url }
  const sender = segment.open({ settings, secrets: ['wrong'], folders: [], now: Date.now })
  const text = segment.encode(payloadOf(auditEvent(1), 'audit'), settings)
  expect(
    await sender.send({ id: 'b', items: [{ seq: 1, messageId: 'm', text, bytes: text.length }] }, never),
  ).toMatchObject({
    result: 'retry',
    code: '401',
  })
  await sender.close()
})

test('a batch stands as Segment documents it, under the newest key', async () => {
  const now = Date.parse('2026-11-20T14:30:00Z')
  const { received, texts } = await sendOne({ name: 'segment', type: segment, secrets: ['new', 'old'], events: 2, now })
  expect(received.path).toBe('/v1/batch')
  expect(received.headers).toMatchObject({ authorization: 'Basic bmV3Og==', 'content-type': 'application/json' })
  const batch = texts.map((text) => JSON.parse(text))
  expect(JSON.parse(received.body)).toEqual({ batch, sentAt: '2026-11-20T14:30:00.000Z' })
  const { maxBytes } = segment.limits({ name: 'x', type: 'segment' })
  expect(received.body.length - texts.join().length + maxBytes).toBe(500_000)
})
