import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AuditEvent } from '#protocol/event.js'
import { startDaemon } from '../support/daemon.js'
import { type RunningDaemon, runDaemon } from '../support/running-daemon.js'
import { openWebSocket, type WsClient } from '../support/web-socket-client.js'

let running: RunningDaemon
let owner: WsClient
beforeAll(async () => {
  running = await runDaemon({ auditReads: true })
  owner = await openWebSocket({ socket: running.socket, headers: { 'user-agent': 'a-test/1' } })
  await running.post('/v1/events', JSON.stringify([{ action: 'Source Created', actor: { id: 'ada' } }]))
})
afterAll(async () => {
  owner.close()
  await running[Symbol.asyncDispose]()
})

const OWN = 'area:"Audit Trail"'

/** What the trail recorded of one who acts, oldest first. */
async function recorded(actor: string, client = owner): Promise<AuditEvent[]> {
  const filter = `${OWN} actor:${actor} -action:"Audit Token *"`
  return ((await client.call('query', { filter, order: 'oldest', limit: 1000 })) as { events: AuditEvent[] }).events
}

/** Somebody with a token of that role, over HTTP. */
async function somebody(name: string, role: 'owner' | 'auditor' | 'ingest' = 'auditor') {
  const token = await running.token(role, name)
  const headers = { authorization: `Bearer ${token}`, 'user-agent': 'curl/8.0' }
  const get = async (path: string) => {
    const response = await fetch(running.url + path, { headers })
    await response.text()
    return response.status
  }
  return { token, get }
}

const FROM_HERE = { ip: '127.0.0.1', userAgent: 'curl/8.0' }
const search = (filter: string) => `/v1/search?${new URLSearchParams({ filter })}`

test('whoever looks over HTTP is recorded, with what they asked for and from where', async () => {
  const { get } = await somebody('looks')
  expect(await get('/v1/search')).toBe(200)
  expect(await get(search('actor:ada'))).toBe(200)
  expect(await get(`/v1/export?${new URLSearchParams({ filter: 'actor:ada', format: 'ndjson' })}`)).toBe(200)
  expect(await get('/audit-events?resourceId=x')).toBe(200)
  await expect
    .poll(() => recorded('looks'))
    .toMatchObject([
      {
        ...{ action: 'Audit Trail Viewed', area: 'Audit Trail', outcome: 'success', workspace: 'default' },
        ...{ actor: { type: 'token', id: 'looks' }, context: FROM_HERE, resource: { type: 'audit-trail' } },
        details: { request: 'GET /v1/search' },
      },
      { action: 'Audit Trail Filtered', details: { request: 'GET /v1/search', filter: 'actor:ada' } },
      {
        action: 'Audit Trail Exported',
        details: { request: 'GET /v1/export ndjson', filter: 'actor:ada', rows: 1 },
      },
    ])
})

test('questions of the WebSocket and the list of tokens are recorded, over the Unix socket, too', async () => {
  const client = await openWebSocket({ socket: running.socket, headers: { 'user-agent': 'b-test/1' } })
  await client.call('count', { filter: 'actor:eve' })
  await client.call('facets', { fields: ['area'] })
  await client.call('histogram', { buckets: 3, filter: 'actor:eve' })
  await client.call('tokens.list')
  client.close()
  const context = { via: 'unix socket', userAgent: 'b-test/1' }
  await expect
    .poll(() => recorded('socket-owner'))
    .toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          ...{ action: 'Audit Trail Filtered', context, details: { request: 'count', filter: 'actor:eve' } },
        }),
        expect.objectContaining({ action: 'Audit Trail Viewed', context, details: { request: 'facets' } }),
        expect.objectContaining({ action: 'Audit Tokens Listed', context, resource: { type: 'token' } }),
      ]),
    )
})

test('a tail is recorded when it begins and when it ends, and does not feed itself', async () => {
  const client = await running.webSocket(await running.token('auditor', 'tails'))
  client.send({ id: 1, method: 'subscribe', params: { filter: 'area:"Audit Trail",Sources' } })
  await client.until((message) => JSON.stringify(message).includes('Audit Trail Tailed'))
  client.send({ id: 2, method: 'unsubscribe', params: { id: 1 } })
  await expect
    .poll(() => recorded('tails'))
    .toMatchObject([
      { action: 'Audit Trail Tailed', details: { request: 'subscribe', filter: 'area:"Audit Trail",Sources' } },
      { action: 'Audit Trail Tail Ended', details: { durationMs: expect.any(Number) as number } },
    ])
  expect(client.messages.filter((message) => JSON.stringify(message).includes('"tails"'))).toHaveLength(1)
  client.close()
})

test('reading what the trail records of itself is not recorded', async () => {
  const { get, token } = await somebody('watches')
  expect(await get(search(`${OWN} since:1h`))).toBe(200)
  expect(await get(`/v1/export?${new URLSearchParams({ filter: OWN })}`)).toBe(200)
  const client = await running.webSocket(token)
  await client.call('count', { filter: OWN })
  client.send({ id: 1, method: 'subscribe', params: { filter: OWN } })
  await client.until(({ id }) => id === 1)
  client.close()
  expect(await get(search('wrong:key'))).toBe(400)
  expect(await get('/v1/search')).toBe(200)
  await expect.poll(() => recorded('watches')).toMatchObject([{ action: 'Audit Trail Viewed' }])
})

test('who is refused is recorded, known or not, and a flood of attempts is one event', async () => {
  const { get, token } = await somebody('pushes', 'ingest')
  expect(await get('/v1/search')).toBe(403)
  const narrow = await running.webSocket(await running.token('auditor', 'peeks'))
  await expect(narrow.call('tokens.list')).rejects.toMatchObject({ type: 'forbidden' })
  narrow.close()
  await expect
    .poll(() => recorded('pushes'))
    .toMatchObject([
      {
        ...{ action: 'Audit Access Refused', outcome: 'failure', context: FROM_HERE },
        details: {
          reason: 'forbidden',
          request: 'GET /v1/search',
          message: expect.stringContaining('ingest') as string,
        },
      },
    ])
  await expect
    .poll(() => recorded('peeks'))
    .toMatchObject([{ action: 'Audit Access Refused', details: { request: 'tokens.list', reason: 'forbidden' } }])

  const wrong = `${token.slice(0, -1)}!`
  for (let i = 0; i < 200; i++) {
    const { status } = await fetch(`${running.url}/v1/events?${i}`, { headers: { authorization: `Bearer ${wrong}` } })
    expect(status).toBe(401)
  }
  await openWebSocket({ url: running.url, headers: { authorization: `Bearer ${wrong}` } }).then(({ closed }) => closed)
  const strangers = await recorded('unknown')
  expect(strangers).toMatchObject([{ action: 'Audit Access Refused', details: { reason: 'unauthorized' } }])
  expect(JSON.stringify(strangers)).not.toContain(wrong)
})

test('what was folded is written when the daemon stops', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'audit-trail-test-'))
  const config = join(folder, 'config.yaml')
  await writeFile(config, '')
  await using daemon = await startDaemon('--config', config)
  for (const filter of ['actor:a', 'actor:b', 'actor:b', 'actor:c']) await daemon.sender.get(search(filter))
  const tail = await openWebSocket({ socket: daemon.socket })
  tail.send({ id: 1, method: 'subscribe', params: {} })
  await tail.until(({ id }) => id === 1)
  await daemon.restart()
  const { body } = await daemon.sender.get(search(OWN))
  const { events } = JSON.parse(body) as { events: AuditEvent[] }
  expect(events.reverse()).toMatchObject([
    { action: 'Audit Trail Filtered', details: { filter: 'actor:a' } },
    { action: 'Audit Trail Tailed' },
    { action: 'Audit Trail Tail Ended' },
    {
      action: 'Audit Trail Filtered',
      details: {
        count: 3,
        requests: [{ request: 'GET /v1/search', count: 3 }],
        filters: [
          { filter: 'actor:b', count: 2 },
          { filter: 'actor:c', count: 1 },
        ],
      },
    },
  ])
  await rm(folder, { recursive: true })
})

test('changes say from where they were made, and a job that is run says by whom', async () => {
  const { token } = await somebody('changes', 'owner')
  const client = await openWebSocket({ url: running.url, headers: { authorization: `Bearer ${token}` } })
  await client.call('tokens.create', { name: 'made', role: 'ingest' })
  await client.call('jobs.run', { name: 'scrub' })
  await expect(client.call('jobs.run', { name: 'no such' })).rejects.toMatchObject({ type: 'not-found' })
  await client
    .call('forward.create', { settings: { type: 'file', name: 'f', path: '/nowhere' } })
    .catch(() => undefined)
  client.close()
  const filter = `${OWN} actor:changes action:"Audit Token Created","Audit Job Started"`
  const found = async () =>
    ((await owner.call('query', { filter, order: 'oldest' })) as { events: AuditEvent[] }).events
  await expect.poll(found).toMatchObject([
    { action: 'Audit Token Created', context: { ip: '127.0.0.1' } },
    { action: 'Audit Job Started', context: { ip: '127.0.0.1' }, resource: { type: 'job', id: 'scrub' } },
  ])
})

test('with hipaa each person whose data is asked for is recorded, in the fields of its access log', async () => {
  await using careful = await runDaemon({ hipaa: true, workspace: 'clinic' })
  const client = await careful.webSocket(await careful.token('auditor', 'nurse'))
  for (const filter of ['actor:pat,kim', 'actor:pat', '']) await client.call('query', { filter })
  const fields = (event_type: string, end_user_id?: string) => ({
    ...{ workspace_id: 'clinic', actor_user_id: 'nurse', event_type },
    ...(end_user_id !== undefined && { end_user_id }),
    timestamp: expect.stringMatching(/Z$/) as string,
  })
  const filter = `${OWN} action:"Audit Data Accessed"`
  await expect
    .poll(async () =>
      ((await client.call('query', { filter, order: 'oldest' })) as { events: AuditEvent[] }).events.map(
        ({ details }) => details,
      ),
    )
    .toEqual([
      fields('Audit Trail Filtered', 'pat'),
      fields('Audit Trail Filtered', 'kim'),
      fields('Audit Trail Viewed'),
    ])
  client.close()
})
