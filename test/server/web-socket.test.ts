import { once } from 'node:events'
import { Packr } from 'msgpackr'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type RunningDaemon, runDaemon } from '../support/running-daemon.js'
import { unlimited } from '../support/unlimited.js'
import { openWebSocket, type WsClient } from '../support/web-socket-client.js'

let running: RunningDaemon
let token: string
let ingest: string
beforeAll(async () => {
  running = await runDaemon({ corsOrigins: ['https://app.example.com'] })
  token = await running.token('auditor')
  ingest = await running.token('ingest')
})
afterEach(() => {
  expect(running.mistakes).toEqual([])
})
afterAll(() => running[Symbol.asyncDispose]())

async function post(...ids: string[]): Promise<void> {
  const body = JSON.stringify(ids.map((id) => ({ id, action: 'A', actor: { id: 'u' } })))
  const response = await fetch(`${running.url}/v1/events`, {
    method: 'POST',
    body,
    headers: { authorization: `Bearer ${ingest}` },
  })
  expect(response.status).toBe(200)
}
const connected = (options: object = {}) =>
  openWebSocket({ url: running.url, headers: { authorization: `Bearer ${token}` }, ...options })
const idsOf = (client: WsClient, id: number) =>
  client.messages
    .filter((message) => message.id === id && 'events' in message)
    .flatMap(({ events }) => (events as { id: string }[]).map((event) => event.id))

test('the hello tells which log this is and who one is', async () => {
  const client = await connected()
  expect(client.hello).toMatchObject({
    version: 1,
    role: 'auditor',
    workspace: 'default',
    trail: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
  })
  client.close()
})

test('both subprotocols carry the same messages', async () => {
  const packr = new Packr({ useRecords: false })
  const webSocket = new WebSocket(
    `${running.url.replace('http', 'ws')}/ws`,
    ['audit-trail.v1.msgpack', 'audit-trail.v1.json'],
    { headers: { authorization: `Bearer ${token}` } },
  )
  const [hello, binary] = (await once(webSocket, 'message')) as [Buffer, boolean]
  expect([webSocket.protocol, binary]).toEqual(['audit-trail.v1.msgpack', true])
  expect(packr.unpack(hello)).toMatchObject({ hello: { version: 1 } })
  webSocket.send(packr.pack({ id: 1, method: 'count', params: {} }))
  const [answer] = (await once(webSocket, 'message')) as [Buffer]
  expect(packr.unpack(answer)).toMatchObject({ id: 1, result: { count: expect.any(Number) as number } })
  webSocket.close()

  const json = await connected({ protocols: ['audit-trail.v1.json'] })
  expect(await json.call('count')).toMatchObject({ count: expect.any(Number) as number })
  json.close()
})

test("a browser's token subprotocol is taken and never echoed", async () => {
  const client = await openWebSocket({
    url: running.url,
    protocols: [`audit-trail.token.${token}`, 'audit-trail.v1.json'],
  })
  expect([client.webSocket.protocol, client.hello.role]).toEqual(['audit-trail.v1.json', 'auditor'])
  client.close()
})

test.each([
  ['no token', 4401, {}],
  ['a wrong token', 4401, { headers: { authorization: 'Bearer nonsense' } }],
  ['no version of ours', 4409, { protocols: ['audit-trail.v9.json'] }],
])(
  '%s is told by the close code %i',
  async (name, code, { protocols, headers }: { protocols?: string[]; headers?: Record<string, string> }) => {
    const authorization = { authorization: `Bearer ${token}` }
    const client = await openWebSocket({
      url: running.url,
      headers: { ...(name !== 'no token' && authorization), ...headers },
      ...(protocols !== undefined && { protocols }),
    })
    expect([client.hello, (await client.closed).code]).toEqual([undefined, code])
  },
)

test.each(['https://evil.example.com', 'https://app.example.com.evil.com', 'null', 'http://app.example.com', ''])(
  'a page of the origin %j gets 403 and no WebSocket, with a token as without, over TCP and over the Unix socket',
  async (origin) => {
    for (const headers of [{ origin }, { origin, authorization: `Bearer ${token}` }]) {
      for (const place of [{ url: running.url }, { socket: running.socket }])
        await expect(openWebSocket({ ...place, headers })).rejects.toThrow(/403/)
    }
  },
)

test('an origin that is listed may come in', async () => {
  const client = await connected({ headers: { authorization: `Bearer ${token}`, origin: 'https://app.example.com' } })
  expect(client.hello.role).toBe('auditor')
  client.close()
})

test('mistakes in a request are answered with the field, and the connection goes on', async () => {
  const client = await connected()
  const error = (method: string, params: unknown) => client.call(method, params).catch((error: unknown) => error)
  expect(await error('query', { limit: 0 })).toMatchObject({ type: 'invalid-request', field: 'limit' })
  expect(await error('query', { colour: 1 })).toMatchObject({ type: 'invalid-request', field: 'colour' })
  expect(await error('query', 7)).toMatchObject({ type: 'invalid-request' })
  expect(await error('facets', { fields: ['shoe'] })).toMatchObject({ type: 'invalid-request', field: 'fields.0' })
  expect(await error('query', { filter: 'actor:' })).toMatchObject({
    type: 'invalid-filter',
    field: expect.stringMatching(/^column \d+/) as string,
  })
  expect(await error('query', { cursor: 'nonsense' })).toMatchObject({ type: 'unknown-cursor' })
  expect(await error('dance', {})).toMatchObject({ type: 'not-found' })
  expect(await error('__proto__', {})).toMatchObject({ type: 'not-found' })
  expect(await error('constructor', {})).toMatchObject({ type: 'not-found' })
  client.send({ id: 5, method: 'count', extra: true })
  expect(await client.until(({ id }) => id === 5)).toMatchObject({ error: { type: 'invalid-request', field: 'extra' } })
  expect(await client.call('count')).toBeDefined()
  client.close()
})

test.each([
  ['no JSON', '{'],
  ['no object', '7'],
  ['no id', '{"method":"count"}'],
  ['an id that is no number', '{"id":"1","method":"count"}'],
  ['the key __proto__', '{"id":1,"method":"count","params":{"__proto__":{}}}'],
  ['a depth bomb', `{"id":1,"method":"count","params":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
])('a frame with %s closes the connection with the reason', async (_, frame) => {
  const client = await connected()
  client.send(frame)
  const { code, reason } = await client.closed
  expect([code, reason]).toEqual([1007, expect.stringMatching(/^Cannot read the message: /)])
})

test('a frame above the limit closes with 1009', async () => {
  const client = await connected()
  client.send(`"${'x'.repeat(2 * 1024 * 1024)}"`)
  expect((await client.closed).code).toBe(1009)
})

test('subscribe tells what comes, until unsubscribe ends it', async () => {
  const client = await connected()
  client.send({ id: 1, method: 'subscribe', params: {} })
  await client.call('count')
  await post('live-1', 'live-2')
  await client.until(() => idsOf(client, 1).includes('live-2'))
  await client.call('unsubscribe', { id: 1 })
  expect(await client.until(({ end }) => end === true)).toEqual({ id: 1, end: true, reason: 'unsubscribed' })
  await post('live-3')
  await client.call('count')
  expect(idsOf(client, 1)).toEqual(['live-1', 'live-2'])
  client.close()
})

test('only so many requests may be under way at once, and ending one makes room', async () => {
  const client = await connected()
  for (let id = 1; id <= 65; id++) client.send({ id, method: 'subscribe', params: {} })
  const refusal = { id: 65, error: { type: 'too-many-requests' } }
  expect(await client.until(({ error }) => error !== undefined)).toMatchObject(refusal)
  await client.call('unsubscribe', { id: 7 })
  await client.until(({ id, end }) => id === 7 && end === true)
  expect(await client.call('count')).toBeDefined()
  client.send({ id: 8, method: 'count' })
  expect(await client.until(({ id, error }) => id === 8 && error !== undefined)).toMatchObject({
    error: { type: 'invalid-request', field: 'id' },
  })
  client.close()
})

/** 429 where so much may not be sent at once. */
const statusOf = async (events: readonly unknown[]) => {
  const headers = { authorization: `Bearer ${ingest}` }
  return (await fetch(`${running.url}/v1/events`, { method: 'POST', body: JSON.stringify(events), headers })).status
}

test('a client that stops reading costs the daemon little, disturbs nobody, and loses nothing', async () => {
  const big = 'x'.repeat(30_000)
  const slow = await connected()
  slow.send({ id: 1, method: 'subscribe', params: {} })
  await slow.call('count')
  slow.webSocket.pause()
  const rss = process.memoryUsage().rss
  const sent: string[] = []
  for (let batch = 0; batch < 20; batch++) {
    const all = { action: 'A', actor: { id: 'u' }, details: { big } }
    const events = Array.from({ length: 100 }, (_, i) => ({ ...all, id: `slow-${batch}-${i}` }))
    sent.push(...events.map(({ id }) => id))
    await expect.poll(() => statusOf(events), { timeout: 10_000 }).toBe(200)
  }
  const quick = await connected()
  expect(await quick.call('count')).toBeDefined()
  quick.close()
  expect(process.memoryUsage().rss - rss).toBeLessThan(400 * 1024 * 1024)
  slow.webSocket.resume()
  await slow.until(() => idsOf(slow, 1).length >= sent.length)
  expect(idsOf(slow, 1)).toEqual(sent)
  slow.close()
})

test('an upgrade to anything else is refused in HTTP', async () => {
  const open = async (path: string, authorization: string) => {
    const webSocket = new WebSocket(running.url.replace('http', 'ws') + path, { headers: { authorization } })
    const [error] = (await once(webSocket, 'error')) as [Error]
    return error.message
  }
  expect(await open('/elsewhere', `Bearer ${token}`)).toMatch(/404/)
  expect(await open('/elsewhere', 'Bearer wrong')).toMatch(/401/)
  const plain = await fetch(`${running.url}/ws`, { headers: { authorization: `Bearer ${token}` } })
  expect(plain.status).toBe(426)
})

test('a peer that answers no ping is let go', async () => {
  const { createWebSocketDoor } = await import('#daemon/server/web-socket.js')
  const { createServer } = await import('node:http')
  const door = createWebSocketDoor({
    tokens: {} as never,
    refusals: {} as never,
    corsOrigins: () => [],
    stopping: new AbortController().signal,
    isUnixSocket: () => true,
    maxFrameBytes: 1024,
    clients: unlimited().clients,
    pingIntervalMs: 50,
    serve: () => Promise.resolve({ receive() {}, close() {} }),
  })
  const server = createServer().on('upgrade', door.upgrade).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `ws://127.0.0.1:${(server.address() as { port: number }).port}/ws`
  const deaf = new WebSocket(url, { autoPong: false })
  const alive = new WebSocket(url)
  await Promise.all([once(deaf, 'open'), once(alive, 'open')])
  await once(deaf, 'close')
  expect([deaf.readyState, alive.readyState]).toEqual([WebSocket.CLOSED, WebSocket.OPEN])
  await door.close()
  server.close()
})
