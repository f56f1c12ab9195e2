import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { type RunningDaemon, runDaemon } from '../support/running-daemon.js'
import { MANY_OF_ALL } from '../support/unlimited.js'

let running: RunningDaemon
const limited = async (limits: Partial<typeof MANY_OF_ALL>) => {
  running = await runDaemon({ limits: { ...MANY_OF_ALL, ...limits } })
  return running
}
afterEach(async () => {
  expect(running.mistakes).toEqual([])
  await running[Symbol.asyncDispose]()
})

const event = (id: string) => JSON.stringify({ id, action: 'A', actor: { id: 'u' } })
const ask = async (path: string, token: string, init: RequestInit = {}) => {
  const response = await fetch(running.url + path, { ...init, headers: { authorization: `Bearer ${token}` } })
  const { errors } = (await response.json()) as { errors?: { type: string }[] }
  return [response.status, errors?.[0]?.type, response.headers.get('retry-after')]
}

test('a token that sends more events than it may in a second is told to come back, and another is not', async () => {
  await limited({ eventsPerSecond: 5 })
  const [greedy, modest] = [await running.token('ingest'), await running.token('ingest')]
  const many = { method: 'POST', body: `[${Array.from({ length: 20 }, (_, i) => event(`e${i}`)).join()}]` }
  expect(await ask('/v1/events', greedy, many)).toEqual([200, undefined, null])
  const [status, type, retryAfter] = await ask('/v1/events', greedy, { method: 'POST', body: event('late') })
  expect([status, type]).toEqual([429, 'rate-limited'])
  // Fifteen are owed, at five in a second.
  expect(Number(retryAfter)).toBeGreaterThanOrEqual(2)
  expect(await ask('/v1/events', modest, { method: 'POST', body: event('other') })).toEqual([200, undefined, null])
  expect((await running.events()).map(({ id }) => id)).not.toContain('late')
})

test('a token that asks too often is told to come back, over HTTP and WebSocket alike', async () => {
  await limited({ requestsPerSecond: 2 })
  const token = await running.token('auditor')
  expect(await ask('/v1/search', token)).toEqual([200, undefined, null])
  expect(await ask('/v1/search', token)).toEqual([429, 'rate-limited', expect.stringMatching(/^\d+$/)])
  const client = await running.webSocket(await running.token('auditor'))
  for (let id = 1; id <= 3; id++) client.send({ id, method: 'count' })
  expect(await client.until(({ error }) => error !== undefined)).toMatchObject({
    error: { type: 'rate-limited', retryAfterMs: expect.any(Number) as number },
  })
  client.close()
})

test('who floods a WebSocket is closed with 4429', async () => {
  await limited({ requestsPerSecond: 5 })
  const client = await running.webSocket(await running.token('auditor'))
  for (let id = 1; id <= 500; id++) client.send({ id, method: 'unsubscribe', params: { id: 0 } })
  expect(await client.closed).toMatchObject({ code: 4429 })
})

test('subscriptions and exports of one token are so many, on all its connections', async () => {
  await limited({ subscriptions: 2 })
  const token = await running.token('auditor')
  const [one, two] = [await running.webSocket(token), await running.webSocket(token)]
  one.send({ id: 1, method: 'subscribe', params: {} })
  two.send({ id: 1, method: 'subscribe', params: {} })
  await Promise.all([one, two].map((client) => client.until(({ events }) => events !== undefined)))
  two.send({ id: 2, method: 'subscribe', params: {} })
  expect(await two.until(({ error }) => error !== undefined)).toMatchObject({
    error: { type: 'too-many-subscriptions' },
  })
  expect(await ask('/v1/export?format=ndjson', token)).toEqual([429, 'too-many-subscriptions', '1'])
  await one.call('unsubscribe', { id: 1 })
  await one.until(({ end }) => end === true)
  two.send({ id: 3, method: 'subscribe', params: {} })
  await two.until(({ id, events }) => id === 3 && events !== undefined)
  one.close()
  two.close()
})

test('connections are so many in all, and from one address; the Unix socket has no address', async () => {
  await limited({ connectionsPerAddress: 3 })
  const { port } = new URL(running.url)
  const held = Array.from({ length: 3 }, () => connect(Number(port), '127.0.0.1'))
  await Promise.all(held.map((socket) => once(socket, 'connect')))
  const refused = connect(Number(port), '127.0.0.1')
  let answer = ''
  for await (const chunk of refused) answer += String(chunk)
  expect(answer).toMatch(/^HTTP\/1\.1 503 [\s\S]*retry-after: 1\r\n[\s\S]*"too-many-connections"/)
  expect(await running.events()).toEqual([])
  const closed = once(held[0]!, 'close')
  held[0]!.destroy()
  await closed
  await expect.poll(() => fetch(`${running.url}/healthz`).then(({ status }) => status)).toBe(200)
  for (const socket of held) socket.destroy()
})

test('who hangs up has all shares back, also of requests that wait for the answer before them', async () => {
  await limited({ requests: 4 })
  const details = { padding: 'x'.repeat(20_000) }
  const events = Array.from({ length: 500 }, () => ({ action: 'A', actor: { id: 'u' }, details }))
  for (let i = 0; i < 3; i++) expect((await running.post('/v1/events', JSON.stringify(events))).status).toBe(200)
  const token = await running.token('auditor')
  const requestOf = (path: string) => `GET ${path} HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ${token}\r\n\r\n`
  // More than the network holds of an answer that nobody takes, and three behind it.
  const client = connect(Number(new URL(running.url).port), '127.0.0.1')
  client.write(requestOf('/v1/export?format=ndjson') + requestOf('/v1/search?limit=1').repeat(3))
  await once(client, 'readable')
  expect(await ask('/v1/search?limit=1', token)).toEqual([429, 'too-many-requests', '1'])
  client.destroy()
  await expect
    .poll(() => Promise.all(Array.from({ length: 4 }, () => ask('/v1/search?limit=1', token))))
    .toEqual(Array(4).fill([200, undefined, null]))
})

test('a body is held only where there is room for it', async () => {
  await limited({ bufferedBytes: 100_000 })
  const token = await running.token('ingest')
  const body = `[${' '.repeat(200_000)}]`
  expect(await ask('/v1/events', token, { method: 'POST', body })).toEqual([429, 'too-many-requests', '1'])
  expect(await ask('/v1/events', token, { method: 'POST', body: event('small') })).toEqual([200, undefined, null])
})

test('a long body is read as a short one is, item by item', async () => {
  await limited({})
  const padding = 'x'.repeat(2000)
  const events = Array.from({ length: 300 }, (_, i) => ({
    id: `"\\${i}`,
    action: 'A',
    actor: { id: 'u' },
    details: { padding },
  }))
  for (const body of [JSON.stringify(events), ` \n${JSON.stringify(events, undefined, 2)} `])
    expect((await running.post('/v1/events', body)).body).toMatchObject({ rejected: [] })
  expect(await running.events()).toHaveLength(300)
  const calls = {
    batch: events.map(({ id }) => ({
      type: 'track',
      event: 'B',
      userId: 'u',
      messageId: `t${id}`,
      properties: { padding },
    })),
  }
  const token = await running.token('ingest')
  for (const body of [calls, { writeKey: token, ...calls, context: { ip: '10.0.0.9' } }])
    expect((await running.post('/v1/batch', JSON.stringify(body))).body).toEqual({ success: true })
  expect(await running.events()).toHaveLength(600)
  const json = JSON.stringify(events)
  for (const broken of [
    json.slice(0, -1),
    `${json}]`,
    json.replace(',', ',,'),
    `[${'['.repeat(300_000)}`,
    `{"a":${json}}`,
  ])
    expect([400, 413]).toContain((await running.post('/v1/events', broken)).status)
  expect(await running.events()).toHaveLength(600)
})
