import { randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { webhook } from '#daemon/forward/destinations/webhook.js'
import { hasValidSignature } from '#daemon/server/webhook-route.js'
import type { Received } from '../../support/receiver.js'
import { sendOne } from './sending.js'

const coded = () => `whsec_${randomBytes(24).toString('base64')}`
const verify = (by: Webhook, { body, headers }: Received) => by.verify(body, headers as Record<string, string>)

test("Standard Webhooks' own verifier takes it, with either secret while one is being replaced", async () => {
  const [newest, older] = [coded(), coded()]
  const { received, texts } = await sendOne({ name: 'webhook', type: webhook, secrets: [newest, older], events: 3 })
  const events = texts.map((text) => JSON.parse(text))
  expect(verify(new Webhook(newest), received)).toEqual(events)
  expect(verify(new Webhook(older), received)).toEqual(events)
  expect(() => verify(new Webhook(coded()), received)).toThrow('No matching signature')
  expect(() => verify(new Webhook(newest), { ...received, body: received.body.replace('alice', 'mallory') })).toThrow()
  expect(received.headers['webhook-signature']).toMatch(/^v1,\S{44} v1,\S{44}$/)
})

test('any other text is a key by its bytes', async () => {
  for (const secret of ['plain words', 'schlüssel 😀', 'c2VjcmV0']) {
    const { received } = await sendOne({ name: 'webhook', type: webhook, secrets: [secret] })
    expect(verify(new Webhook(Buffer.from(secret), { format: 'raw' }), received)).toHaveLength(1)
  }
})

test('each attempt has its own time, and the batch one id', async () => {
  const earlier = Date.parse('2026-11-20T14:30:00.999Z')
  const { received } = await sendOne({ name: 'webhook', type: webhook, secrets: [coded()], now: earlier })
  expect(received.headers).toMatchObject({ 'webhook-id': 'batch-1', 'webhook-timestamp': '1795185000' })
})

test('without a secret it is not signed', async () => {
  const { received } = await sendOne({ name: 'webhook', type: webhook, path: '/hook?a=b' })
  expect(received.path).toBe('/hook?a=b')
  expect(received.headers).not.toHaveProperty('webhook-signature')
  expect(received.headers).not.toHaveProperty('x-signature')
})

test("Segment's signature is one that our own webhook takes, over one event", async () => {
  const settings = { segmentSignature: true }
  const { received } = await sendOne({ name: 'webhook', type: webhook, secrets: ['newest', 'older'], settings })
  const signature = String(received.headers['x-signature'])
  const request = { body: Buffer.from(received.body), json: JSON.parse(received.body), signature }
  expect(hasValidSignature(request as never, 'newest')).toBe(true)
  expect(hasValidSignature(request as never, 'other')).toBe(false)
  expect(webhook.limits({ name: 'a', type: 'webhook', ...settings }).maxEvents).toBe(1)
  expect(webhook.limits({ name: 'a', type: 'webhook' }).maxEvents).toBeGreaterThan(1)
})

test('a secret that cannot sign is told', () => {
  const settings = { name: 'a', type: 'webhook', url: 'https://receiver.example' } as const
  for (const secret of ['whsec_', 'whsec_not base64!', '']) {
    expect(webhook.mistake(settings, [secret], []), secret).toMatchObject({ field: 'secret' })
  }
  expect(webhook.mistake({ ...settings, segmentSignature: true }, [], [])).toMatchObject({ field: 'secret' })
  expect(webhook.mistake(settings, [], [])).toBeUndefined()
})
