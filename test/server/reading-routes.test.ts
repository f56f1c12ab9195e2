import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createHttp } from '#daemon/server/http.js'
import type { AuditEvent } from '#protocol/event.js'
import { type RunningDaemon, runDaemon } from '../support/running-daemon.js'
import { unlimited } from '../support/unlimited.js'

const EVENTS = 2500
let running: RunningDaemon
let token: string
beforeAll(async () => {
  running = await runDaemon()
  token = await running.token('auditor')
  const ingest = await running.token('ingest')
  const events = Array.from({ length: EVENTS }, (_, i) => ({
    id: `e${i}`,
    action: 'A',
    actor: { id: `u${i % 7}` },
    details: { text: 'x'.repeat(1000) },
  }))
  await fetch(`${running.url}/v1/events`, {
    method: 'POST',
    body: JSON.stringify(events),
    headers: { authorization: `Bearer ${ingest}` },
  })
})
afterEach(() => {
  expect(running.mistakes).toEqual([])
})
afterAll(() => running[Symbol.asyncDispose]())

const ask = (path: string, query: Record<string, string> = {}) =>
  fetch(`${running.url}${path}?${new URLSearchParams(query)}`, { headers: { authorization: `Bearer ${token}` } })
const events = 'action:A'

test('search gives pages that neither skip nor repeat', async () => {
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const response = await ask('/v1/search', { filter: events, limit: '700', ...(cursor !== undefined && { cursor }) })
    const page = (await response.json()) as { events: AuditEvent[]; next?: string; asOf: number }
    seen.push(...page.events.map(({ id }) => id))
    cursor = page.next
  } while (cursor !== undefined)
  expect(seen).toEqual(Array.from({ length: EVENTS }, (_, i) => `e${EVENTS - 1 - i}`))
  const usual = (await (await ask('/v1/search', { filter: events })).json()) as { events: unknown[] }
  expect(usual.events).toHaveLength(100)
})

test.each([
  [{ limit: '0' }, 'limit'],
  [{ limit: '1001' }, 'limit'],
  [{ limit: 'all' }, 'limit'],
  [{ order: 'sideways' }, 'order'],
  [{ colour: 'red' }, 'colour'],
  [{ filter: 'actor:' }, 'column 7'],
  [{ filter: 'since:never' }, 'column 7'],
  [{ timeZone: 'Mars/Crater' }, 'timeZone'],
])('search refuses %o, naming the place', async (query, field) => {
  const response = await ask('/v1/search', query as unknown as Record<string, string>)
  expect([response.status, await response.json()]).toEqual([400, { errors: [expect.objectContaining({ field })] }])
})

test('a parameter given twice is refused', async () => {
  const response = await fetch(`${running.url}/v1/search?order=newest&order=oldest`, {
    headers: { authorization: `Bearer ${token}` },
  })
  expect([response.status, await response.json()]).toEqual([
    400,
    { errors: [expect.objectContaining({ field: 'order' })] },
  ])
})

test('export is the whole answer, with its moment in the headers', async () => {
  const csv = await ask('/v1/export', { filter: events })
  const rows = (await csv.text()).split('\r\n')
  expect([rows.length, rows[0]!.split(',').slice(0, 3), rows.at(-1)]).toEqual([
    EVENTS + 2,
    ['seq', 'timestamp', 'receivedAt'],
    '',
  ])
  expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  expect(csv.headers.get('audit-trail-total')).toBe(String(EVENTS))
  for (const name of ['as-of', 'now']) expect(Number(csv.headers.get(`audit-trail-${name}`))).toBeGreaterThan(0)
  for (const name of ['trail', 'epoch']) expect(csv.headers.get(`audit-trail-${name}`)).toMatch(/^[0-9a-f-]{36}$/)

  const ndjson = await ask('/v1/export', { filter: events, format: 'ndjson', order: 'oldest' })
  const lines = (await ndjson.text()).trimEnd().split('\n')
  expect(lines.map((line) => (JSON.parse(line) as AuditEvent).id)).toEqual(
    Array.from({ length: EVENTS }, (_, i) => `e${i}`),
  )
})

test('an export that goes on behind a cursor has no header row', async () => {
  const page = (await (await ask('/v1/search', { filter: events, limit: '1000' })).json()) as { next: string }
  const rows = (await (await ask('/v1/export', { filter: events, cursor: page.next })).text()).trimEnd().split('\r\n')
  expect([rows.length, rows[0]!.split(',').at(-1)]).toEqual([EVENTS - 1000, `e${EVENTS - 1001}`])
})

test('formulas are made harmless unless raw is asked for', async () => {
  const ingest = await running.token('ingest')
  await fetch(`${running.url}/v1/events`, {
    method: 'POST',
    body: '{"action":"=1+1","actor":{"id":"f"}}',
    headers: { authorization: `Bearer ${ingest}` },
  })
  const cell = async (raw: string) =>
    (await (await ask('/v1/export', { filter: 'actor:f', raw })).text()).split('\r\n')[1]!.split(',')[5]
  expect([await cell('false'), await cell('true')]).toEqual(["'=1+1", '=1+1'])
  expect((await ask('/v1/export', { raw: 'maybe' })).status).toBe(400)
})

test('a reader that stops in the middle of an export disturbs nobody', async () => {
  const socket = connect(Number(new URL(running.url).port), '127.0.0.1')
  socket.write(`GET /v1/export?format=ndjson HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n\r\n`)
  await once(socket, 'readable')
  socket.pause()
  expect((await ask('/v1/search', { limit: '1' })).status).toBe(200)
  socket.destroy()
})

test('an export whose token is revoked breaks off, it does not end cleanly', async () => {
  const brief = await running.token('auditor', 'brief')
  const ingest = await running.token('ingest')
  // More than what fits into the buffers on the way.
  for (let batch = 0; batch < 4; batch++) {
    const big = Array.from({ length: 500 }, () => ({
      action: 'Big',
      actor: { id: 'b' },
      details: { text: 'x'.repeat(30_000) },
    }))
    await fetch(`${running.url}/v1/events`, {
      method: 'POST',
      body: JSON.stringify(big),
      headers: { authorization: `Bearer ${ingest}` },
    })
  }
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${running.url}/v1/export?format=ndjson`, { headers: { authorization: `Bearer ${brief}` } }, resolve).on(
      'error',
      reject,
    )
  })
  // Nothing is read until it is revoked, so most of the answer is still to come.
  await running.revoke('brief')
  await expect(
    (async () => {
      for await (const _ of response);
    })(),
  ).rejects.toThrow(/aborted/)
})

test('an export that nobody reads does not keep the daemon from stopping', async () => {
  const own = await runDaemon()
  const [reader, writer] = [await own.token('auditor'), await own.token('ingest')]
  const big = JSON.stringify(
    Array.from({ length: 500 }, () => ({ action: 'Big', actor: { id: 'b' }, details: { text: 'x'.repeat(30_000) } })),
  )
  for (let batch = 0; batch < 3; batch++) {
    await fetch(`${own.url}/v1/events`, { method: 'POST', body: big, headers: { authorization: `Bearer ${writer}` } })
  }
  const stalled = get(`${own.url}/v1/export`, { headers: { authorization: `Bearer ${reader}` } }).on('error', () => {})
  const [response] = (await once(stalled, 'response')) as [IncomingMessage]
  response.on('error', () => {})
  const before = performance.now()
  await own[Symbol.asyncDispose]()
  // Less than the grace that answers under way get.
  expect(performance.now() - before).toBeLessThan(2500)
})

test('a failure in the middle of an answer breaks the connection; before it, it is an error like any other', async () => {
  const { createServer } = await import('node:http')
  async function* broken() {
    yield 'some rows\n'
    throw new Error('the disk is gone')
  }
  const mistakes: unknown[] = []
  const listener = await createHttp({
    routes: [
      { method: 'GET', path: '/late', roles: 'anyone', answer: () => ({ status: 200, body: broken() }) },
      { method: 'GET', path: '/early', roles: 'anyone', answer: () => Promise.reject(new Error('secret details')) },
    ],
    tokens: {} as never,
    refusals: {} as never,
    ...unlimited(),
    maxBodyBytes: () => 1,
    corsOrigins: () => [],
    stopping: new AbortController().signal,
    isUnixSocket: () => false,
    onMistake: (error) => mistakes.push(error),
    onCutOff: () => expect.unreachable('both are mistakes'),
  })
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`
  await expect(fetch(`${url}/late`).then((response) => response.text())).rejects.toThrow()
  const early = await fetch(`${url}/early`)
  expect([early.status, await early.json()]).toEqual([
    500,
    { errors: [{ type: 'internal', message: expect.not.stringContaining('secret') as string }] },
  ])
  expect(mistakes.map(String)).toEqual(expect.arrayContaining(['Error: the disk is gone', 'Error: secret details']))
  server.close()
})
