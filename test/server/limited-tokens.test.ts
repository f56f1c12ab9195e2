import { afterAll, beforeAll, expect, test } from 'vitest'
import { REQUESTS } from '#protocol/request.js'
import { type RunningDaemon, runDaemon } from '../support/running-daemon.js'
import type { WsClient } from '../support/web-socket-client.js'

/** Stands in every part of the events that a limited token may not see. */
const HIDDEN = 'hidden-from-you'

let running: RunningDaemon
let token: string
let client: WsClient
const event = (i: number, changes: object = {}) => ({
  id: `seen-${i}`,
  action: 'User Policy Updated',
  area: 'Users',
  workspace: 'acme-eu',
  timestamp: new Date(Date.UTC(2026, 10, 1, 0, i)).toISOString(),
  actor: { id: 'ada' },
  ...changes,
})
const hidden = (i: number, changes: object = {}) =>
  event(i, {
    id: `${HIDDEN}-${i}`,
    actor: { id: HIDDEN, name: HIDDEN, email: HIDDEN },
    resource: { id: HIDDEN, type: HIDDEN, name: HIDDEN },
    context: { ip: HIDDEN },
    details: { [HIDDEN]: HIDDEN },
    ...changes,
  })

beforeAll(async () => {
  running = await runDaemon({ retentionMs: undefined })
  token = await running.token('auditor', 'narrow', {
    limits: { areas: ['users'], actions: ['User *'], workspaces: ['acme-*'] },
  })
  const events = [
    ...[0, 1, 2, 3].map((i) => event(10 + i)),
    ...[0, 1].map((i) => hidden(i, { area: HIDDEN })),
    ...[2, 3].map((i) => hidden(i, { action: HIDDEN })),
    ...[4, 5].map((i) => hidden(i, { workspace: HIDDEN })),
    hidden(6, { area: 'Users Of Another Kind' }),
  ]
  expect((await running.post('/v1/events', JSON.stringify(events))).body.accepted).toBe(11)
  client = await running.webSocket(token)
})
afterAll(() => running[Symbol.asyncDispose]())

const get = async (path: string) => {
  const response = await fetch(running.url + path, { headers: { authorization: `Bearer ${token}` } })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

/** What somebody curious would ask, for every request that a limited token may make. */
const QUESTIONS: Readonly<Record<string, readonly object[]>> = {
  query: [
    {},
    { filter: HIDDEN },
    { filter: '-area:Users' },
    { filter: `area:"${HIDDEN}"` },
    { filter: `action:${HIDDEN}` },
    { filter: `workspace:${HIDDEN}` },
    { filter: 'area:*' },
    { filter: 'area:*,Users' },
    { filter: ',area:*' },
    { filter: `id:${HIDDEN}-0` },
    { filter: 'seq:1..' },
    { filter: `details.${HIDDEN}:*` },
    { order: 'oldest' },
  ],
  count: [{ filter: `actor:${HIDDEN}` }],
  facets: [{ fields: ['actor', 'actor.type', 'action', 'area', 'workspace', 'resource', 'resource.type', 'ip'] }],
  histogram: [{ buckets: 10, by: 'area' }],
  unsubscribe: [{ id: 7 }],
  status: [{}],
}

test('no request that is open to a limited token tells of anything else', async () => {
  const open = Object.entries(REQUESTS).filter(
    ([, { roles, many, ...row }]) => !many && (roles as readonly string[]).includes('auditor') && !('whole' in row),
  )
  expect(open.map(([method]) => method).sort()).toEqual(Object.keys(QUESTIONS).sort())
  for (const [method, questions] of Object.entries(QUESTIONS)) {
    for (const params of questions) {
      const answer = await client.call(method, params).catch((error: unknown) => error)
      expect([method, params, JSON.stringify(answer)]).toEqual([method, params, expect.not.stringContaining(HIDDEN)])
    }
  }
})

test('counts are those of what it may see, wherever they stand', async () => {
  expect(client.hello).toMatchObject({ events: 4, limited: true })
  expect(await client.call('status')).toMatchObject({
    events: 4,
    oldest: event(10).timestamp,
    newest: event(13).timestamp,
    accepted: 0,
    rejected: {},
    ratePerSecond: 0,
    problems: [],
  })
  expect(await client.call('count')).toMatchObject({ count: 4 })
  expect(await client.call('count', { filter: `actor:${HIDDEN}` })).toMatchObject({ count: 0 })
  expect(await client.call('count', { filter: '-actor:ada' })).toMatchObject({ count: 0 })
  expect(await client.call('facets', { fields: ['area'] })).toMatchObject({
    total: 4,
    fields: { area: { values: [{ value: 'Users', count: 4 }], distinct: 1 } },
  })
  const { counts } = (await client.call('histogram', { buckets: 5 })) as { counts: number[] }
  expect(counts.reduce((a, b) => a + b)).toBe(4)
  const whole = await running.webSocket(await running.token('auditor'))
  expect(await whole.call('count', { filter: 'id:seen-*,hidden-*' })).toMatchObject({ count: 11 })
  whole.close()
})

test('a cursor from somebody who may see more opens nothing', async () => {
  const whole = await running.webSocket(await running.token('auditor'))
  const page = (await whole.call('query', { order: 'oldest', limit: 1 })) as { next: string }
  const { events } = (await client.call('query', { order: 'oldest', cursor: page.next })) as {
    events: { id: string }[]
  }
  expect(events.map(({ id }) => id)).toEqual(['seen-10', 'seen-11', 'seen-12', 'seen-13'])
  whole.close()
})

test('a tail brings what it may see and nothing else, from the past and live', async () => {
  const seen: string[] = []
  const frames = (id: number) =>
    client.messages.filter((message) => message.id === id && message.events !== undefined) as {
      events: { id: string }[]
    }[]
  for (const [id, params] of [
    [1, { backlog: 100 }],
    [2, { after: 0 }],
    [3, { backlog: 100, filter: HIDDEN }],
  ] as const)
    client.send({ id, method: 'subscribe', params })
  await client.until(({ id }) => id === 3)
  await running.post(
    '/v1/events',
    JSON.stringify([hidden(20, { area: HIDDEN }), event(21), hidden(22, { area: HIDDEN })]),
  )
  for (const id of [1, 2])
    await client.until((message) => message.id === id && JSON.stringify(message).includes('seen-21'))
  for (const id of [1, 2]) {
    seen.push(...frames(id).flatMap(({ events }) => events.map((each) => each.id)))
    expect(seen.splice(0)).toEqual(['seen-10', 'seen-11', 'seen-12', 'seen-13', 'seen-21'])
  }
  expect(frames(3).flatMap(({ events }) => events)).toEqual([])
  expect(JSON.stringify(client.messages.filter(({ id }) => (id as number) < 4))).not.toContain(HIDDEN)
})

test('over HTTP the same: search, export and the Public API', async () => {
  for (const path of [
    '/v1/search',
    `/v1/search?filter=${HIDDEN}`,
    '/v1/export?format=csv',
    '/v1/export?format=ndjson',
    `/v1/export?format=ndjson&filter=${encodeURIComponent('-area:Users')}`,
    '/audit-events',
    `/audit-events?resourceId=${HIDDEN}`,
  ]) {
    const { status, text } = await get(path)
    expect([path, status, text]).toEqual([path, 200, expect.not.stringContaining(HIDDEN)])
  }
  const { text, headers } = await get('/v1/export?format=ndjson')
  expect([text.trim().split('\n').length, headers.get('audit-trail-total')]).toEqual([5, '5'])
})

test('nobody can say themselves what they are limited to', async () => {
  await expect(client.call('query', { within: { terms: [] } })).rejects.toMatchObject({ type: 'invalid-request' })
  expect((await get('/v1/search?within=x')).status).toBe(400)
})

test('limits are shown in the list, and those that mean nothing to a role are refused', async () => {
  const owner = await running.webSocket(await running.token('owner'))
  const { tokens } = (await owner.call('tokens.list')) as { tokens: { name: string; limits?: object }[] }
  expect(tokens.find(({ name }) => name === 'narrow')?.limits).toEqual({
    areas: ['users'],
    actions: ['User *'],
    workspaces: ['acme-*'],
  })
  for (const [role, limits, field] of [
    ['owner', { areas: ['Users'] }, 'limits.areas'],
    ['ingest', { workspaces: ['a'] }, 'limits.workspaces'],
    ['auditor', { sources: ['a'] }, 'limits.sources'],
    ['auditor', { areas: [] }, 'limits.areas'],
    ['auditor', { colours: ['red'] }, 'limits.colours'],
  ] as const) {
    await expect(owner.call('tokens.create', { name: 'no', role, limits })).rejects.toMatchObject({
      type: 'invalid-request',
      field,
    })
  }
  owner.close()
})

test('an ingest token for one source stamps it, refuses another alone, and keeps its neighbours', async () => {
  const authorization = `Bearer ${await running.token('ingest', 'okta', { limits: { sources: ['okta'] } })}`
  const from = (id: string, context?: unknown) => ({ id, action: 'a', actor: { id: 'b' }, context })
  const body = JSON.stringify([
    from('none'),
    from('right', { source: 'okta', ip: '1.1.1.1' }),
    from('wrong', { source: 'github' }),
    from('case', { source: 'Okta' }),
    from('list', { source: ['okta'] }),
    from('last', null),
  ])
  const { status, body: receipt } = await running.post('/v1/events', body, { authorization })
  expect([status, receipt]).toMatchObject([
    200,
    {
      accepted: 3,
      rejected: [2, 3, 4].map((index) => ({ index, error: { type: 'forbidden', field: 'context.source' } })),
    },
  ])
  const contexts = new Map((await running.events()).map(({ id, context }) => [id, context]))
  expect([contexts.get('none'), contexts.get('right'), contexts.get('last')]).toEqual([
    { source: 'okta' },
    { source: 'okta', ip: '1.1.1.1' },
    { source: 'okta' },
  ])
  expect(contexts.has('wrong')).toBe(false)
  const alone = await running.post('/v1/events', JSON.stringify(from('alone', { source: 'x' })), { authorization })
  expect(alone.status).toBe(400)
})

test('an ingest token for several sources must name one; what it says of persons is not believed for others', async () => {
  const authorization = `Bearer ${await running.token('ingest', 'two', { limits: { sources: ['a', 'b'] } })}`
  const batch = [
    { type: 'track', messageId: 'of-a', event: 'X', userId: 'eve', context: { source: 'a' } },
    { type: 'track', messageId: 'of-none', event: 'X', userId: 'eve' },
    { type: 'identify', userId: 'eve', traits: { name: 'The Owner' } },
  ]
  const { body } = await running.post('/v1/batch', JSON.stringify({ batch }), { authorization })
  expect(body).toMatchObject({ success: true, rejected: [{ index: 1, error: { type: 'forbidden' } }] })
  await running.post('/v1/events', JSON.stringify({ id: 'later', action: 'X', actor: { id: 'eve' } }))
  const events = await running.events()
  expect(events.find(({ id }) => id === 'later')?.actor).toEqual({ type: 'user', id: 'eve' })
  expect(events.filter(({ id }) => id.startsWith('of-')).map(({ id }) => id)).toEqual(['of-a'])
})
