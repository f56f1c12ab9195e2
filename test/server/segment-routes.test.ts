import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { hasValidSignature } from '#daemon/server/webhook-route.js'
import { parseExposition } from '../support/exposition.js'
import { type RunningDaemon, runDaemon } from '../support/running-daemon.js'
import { PROJECT } from '../support/source-file.js'

const SECRET = 'abc123'
let running: RunningDaemon
let ingest: string
let auditor: string
beforeAll(async () => {
  running = await runDaemon({ webhookSecret: SECRET, retentionMs: undefined })
  ingest = await running.token('ingest')
  auditor = await running.token('auditor')
})
afterEach(() => {
  expect(running.mistakes).toEqual([])
})
afterAll(() => running[Symbol.asyncDispose]())

const sign = (text: string) => createHmac('sha1', SECRET).update(text).digest('hex')
const samples = readFileSync(join(PROJECT, 'test/fixtures/forwarded-samples.ndjson'), 'utf8').trim().split('\n')

async function webhook(body: string, headers: Record<string, string> = {}): Promise<number> {
  const response = await fetch(`${running.url}/webhooks/segment`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  })
  await response.text()
  return response.status
}
const stored = async () => (await running.events()).map(({ id }) => id)

test('the signature is that of the published example', () => {
  const body = Buffer.from('{"cool":true}')
  const signature = '5099cab379b3be52908387457007040cc934ef86'
  expect(hasValidSignature({ body, json: { cool: true }, signature }, SECRET)).toBe(true)
  expect(hasValidSignature({ body, json: { cool: true }, signature: signature.toUpperCase() }, SECRET)).toBe(true)
  for (const wrong of [undefined, '', 'zz', signature.slice(2), `${signature}00`, sign('{"cool":false}')]) {
    expect(hasValidSignature({ body, json: { cool: true }, signature: wrong }, SECRET)).toBe(false)
  }
})

test('forwarded audit events come in by signed webhooks, alone or as an array of one, once', async () => {
  const [first, second] = samples as [string, string]
  expect(await webhook(first, { 'x-signature': sign(first) })).toBe(200)
  expect(await webhook(first, { 'x-signature': sign(first) })).toBe(200)
  expect(await webhook(`[${second}]`, { 'x-signature': sign(second) })).toBe(200)
  expect(await running.events()).toMatchObject([
    { action: 'Audience Created', actor: { type: 'user', id: 'MNxxtIRCbe' }, workspace: 'VWDxzzIpI5' },
    { action: 'Schema Event Blocked' },
  ])
})

test('a webhook that is not signed, or signed by another, is refused', async () => {
  const third = samples[2]!
  const before = await stored()
  expect(await webhook(third)).toBe(401)
  expect(await webhook(third, { 'x-signature': createHmac('sha1', 'other').update(third).digest('hex') })).toBe(401)
  expect(await webhook(`${third} `, { 'x-signature': sign(samples[1]!) })).toBe(401)
  expect(await webhook(third, { authorization: `Bearer ${ingest}` })).toBe(401)
  expect(await webhook('{', { 'x-signature': sign('{') })).toBe(401)
  expect(await stored()).toEqual(before)
})

test('of a longer array only the first event is signed, so it needs a token as well', async () => {
  const event = (id: string) => JSON.stringify({ type: 'track', event: 'Batched', userId: 'u', messageId: id })
  const body = `[${event('b1')},${event('b2')}]`
  const signature = { 'x-signature': sign(event('b1')) }
  expect(await webhook(body, signature)).toBe(401)
  expect(await webhook(body, { ...signature, authorization: `Bearer ${auditor}` })).toBe(403)
  expect(await stored()).not.toContain('b2')
  expect(await webhook(body, { ...signature, authorization: `Bearer ${ingest}` })).toBe(200)
  expect(await stored()).toEqual(expect.arrayContaining(['b1', 'b2']))
})

const list = async (query: string, token = auditor) => {
  const response = await fetch(`${running.url}/audit-events${query}`, {
    headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
  })
  return {
    status: response.status,
    body: (await response.json()) as {
      data?: { events: Record<string, string>[]; pagination: Record<string, string> }
      errors?: object[]
    },
  }
}

test("the trail reads like Segment's Public API", async () => {
  const { body } = await list('?pagination.count=2&resourceType=audience')
  expect(body).toEqual({
    data: {
      events: [
        {
          id: 'api-1U3E4UE7HqqBqUdl3oaR0YRCPCR',
          timestamp: '2019-11-24T06:24:46.877Z',
          type: 'Audience Created',
          actor: 'users/MNxxtIRCbe',
          resourceId: 'spaces/default/audiences/aud_1U3E4PKTj08xZcWmTkQpvvTlI2V',
          resourceType: 'audience',
          resourceName: 'order completed',
        },
      ],
      pagination: { current: 'MA==' },
    },
  })
})

test.each([
  'pagination.count=1&pagination.cursor=',
  'pagination[count]=1&pagination[cursor]=',
  'pagination%5Bcount%5D=1&pagination%5Bcursor%5D=',
])('its pages hold still while events arrive (%s)', async (form) => {
  const seen: string[] = []
  let cursor: string | undefined = 'MA=='
  while (cursor !== undefined) {
    const { status, body } = await list(`?${form}${encodeURIComponent(cursor)}&endTime=2020-01-01T00:00:00Z`)
    expect([status, body.data!.pagination.current]).toEqual([200, cursor])
    seen.push(...body.data!.events.map(({ id }) => id!))
    cursor = body.data!.pagination.next
    await fetch(`${running.url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ingest}` },
      body: JSON.stringify({ action: 'Late', actor: { id: 'u' }, timestamp: '2019-12-01T00:00:00Z' }),
    })
  }
  expect(seen).toEqual(expect.arrayContaining(['api-1U4pLpDiuoddGHK2GE5ZvAl112v', 'api-1U3E4UE7HqqBqUdl3oaR0YRCPCR']))
  expect(new Set(seen).size).toBe(seen.length)
})

test.each([
  ['?pagination.count=0', 'pagination.count'],
  ['?pagination[count]=1001', 'pagination.count'],
  ['?startTime=yesterday', 'startTime'],
  ['?type=x', 'type'],
])('%s is refused, naming the field', async (query, field) => {
  expect(await list(query)).toMatchObject({ status: 400, body: { errors: [{ type: 'invalid-request', field }] } })
})

test('a resource id is taken literally', async () => {
  const odd = 'a*b"c\\d'
  await fetch(`${running.url}/v1/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ingest}` },
    body: JSON.stringify([odd, 'aXb"c\\d'].map((id) => ({ action: 'Odd', actor: { id: 'u' }, resource: { id } }))),
  })
  const { body } = await list(`?resourceId=${encodeURIComponent(odd)}`)
  expect(body.data!.events.map(({ resourceId }) => resourceId)).toEqual([odd])
})

test('metrics are what Prometheus reads, and public only where that is said', async () => {
  const response = await fetch(`${running.url}/metrics`, { headers: { authorization: `Bearer ${auditor}` } })
  const families = parseExposition(await response.text())
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
  expect(families.get('audit_trail_accepted_total')!.samples[0]!.value).toBeGreaterThan(0)
  expect(families.get('audit_trail_writable')!.samples[0]!.value).toBe(1)
  await using open = await runDaemon({ metricsPublic: true })
  expect((await fetch(`${open.url}/metrics`)).status).toBe(200)
})
