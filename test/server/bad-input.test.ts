import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type RunningDaemon, runDaemon } from '../support/running-daemon.js'
import { MANY_OF_ALL } from '../support/unlimited.js'

let running: RunningDaemon
beforeAll(async () => {
  // Bodies of 16 MiB follow one another here.
  running = await runDaemon({ limits: MANY_OF_ALL })
})
afterEach(() => {
  expect(running.mistakes).toEqual([])
})
afterAll(() => running[Symbol.asyncDispose]())

const post: RunningDaemon['post'] = (...sent) => running.post(...sent)
const event = (id: string, more: object = {}) => ({ id, action: 'A', actor: { id: 'u' }, ...more })
const stored = async (id: string) => (await running.events()).filter((found) => found.id === id).length

test.each(['', ' ', '{', 'hello', '[{"a":1},', '{"a":NaN}', '<xml/>', 'a=b&c=d'])(
  'the body %j is refused as unreadable',
  async (body) => {
    for (const path of ['/v1/events', '/v1/batch', '/v1/track']) {
      const reply = await post(path, body)
      expect([reply.status, reply.body.errors?.[0]?.type]).toEqual([400, 'invalid-request'])
      expect(reply.body.errors?.[0]?.message).toMatch(/^Cannot read the body: /)
    }
  },
)

test('JSON is read whatever the content type says, broken ones and none included', async () => {
  for (const [i, type] of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'nonsense',
    '/',
    'application/json; charset=utf-16',
  ].entries()) {
    const reply = await post('/v1/events', JSON.stringify(event(`type-${i}`)), { 'content-type': type })
    expect([type, reply.status, reply.body.accepted]).toEqual([type, 200, 1])
  }
})

test('one bad event never loses its neighbours', async () => {
  const good = [event('n1'), event('n2')]
  const bad = [
    7,
    null,
    'text',
    [],
    {},
    event('b', { colour: 1 }),
    event('b', { actor: { id: 5 } }),
    event('b', { timestamp: 'NaN' }),
    event('b', { timestamp: '0000-01-01T00:00:00Z' }),
    event('b', { details: { x: 'y'.repeat(33_000) } }),
  ]
  const reply = await post('/v1/events', JSON.stringify([good[0], ...bad, good[1]]))
  expect(reply).toMatchObject({ status: 200, body: { accepted: 2, duplicates: 0 } })
  expect(reply.body.rejected!.map(({ index, error }) => [index, error.type, error.field])).toEqual([
    ...[1, 2, 3, 4].map((index) => [index, 'invalid-event', undefined]),
    [5, 'invalid-event', 'action'],
    [6, 'invalid-event', 'colour'],
    [7, 'invalid-event', 'actor.id'],
    [8, 'invalid-event', 'timestamp'],
    [9, 'too-old', 'timestamp'],
    [10, 'too-large', undefined],
  ])
  expect([await stored('n1'), await stored('n2'), await stored('b')]).toEqual([1, 1, 0])
})

test('where every event is refused the answer is 400, for Segment 200', async () => {
  expect(await post('/v1/events', '[{}]')).toMatchObject({
    status: 400,
    body: { accepted: 0, rejected: [{ index: 0 }] },
  })
  expect(await post('/v1/batch', '{"batch":[{"type":"track"}]}')).toMatchObject({
    status: 200,
    body: { success: true, rejected: [{ index: 0, error: { field: 'event' } }] },
  })
})

test('prototype pollution goes nowhere', async () => {
  const reply = await post(
    '/v1/events',
    `[{"__proto__":{"polluted":1},"action":"A","actor":{"id":"u"}},{"id":"pp","action":"A","actor":{"id":"u"},"details":{"constructor":{"prototype":{"polluted":1}}}},{"action":"A","actor":{"id":"u"},"details":{"__proto__":{"polluted":1}}}]`,
  )
  expect(reply.body.rejected!.map(({ error }) => error.field)).toEqual(['__proto__', 'details.__proto__'])
  expect(({} as { polluted?: number }).polluted).toBeUndefined()
  expect((await running.events()).find(({ id }) => id === 'pp')!.details).toEqual({
    constructor: { prototype: { polluted: 1 } },
  })
})

test('depth bombs of any size are refused', async () => {
  for (const levels of [50, 100_000, 4_000_000]) {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const count = Math.min(levels, Math.floor(16_000_000 / (open.length + 1)))
      const reply = await post(
        '/v1/events',
        `{"action":"A","actor":{"id":"u"},"details":{"x":${open.repeat(count)}1${close.repeat(count)}}}`,
      )
      expect(reply.status).toBe(400)
    }
  }
})

test('invalid UTF-8 is refused, in NDJSON line by line', async () => {
  const broken = Buffer.concat([
    Buffer.from('{"id":"utf","action":"'),
    Buffer.from([0xc3, 0x28]),
    Buffer.from('","actor":{"id":"u"}}'),
  ])
  expect(await post('/v1/events', broken)).toMatchObject({
    status: 400,
    body: { errors: [{ message: 'Cannot read the body: it is not UTF-8' }] },
  })
  const lines = Buffer.concat([
    Buffer.from(`${JSON.stringify(event('l1'))}\n`),
    broken,
    Buffer.from(`\n${JSON.stringify(event('l3'))}`),
  ])
  expect(await post('/v1/events', lines, { 'content-type': 'application/x-ndjson' })).toMatchObject({
    status: 200,
    body: { accepted: 2, rejected: [{ index: 1, error: { field: 'line 2' } }] },
  })
})

test('an empty batch is nothing, and fine', async () => {
  expect(await post('/v1/events', '[]')).toMatchObject({
    status: 200,
    body: { accepted: 0, duplicates: 0, rejected: [] },
  })
  expect(await post('/v1/events', '', { 'content-type': 'application/x-ndjson' })).toMatchObject({ status: 200 })
  expect(await post('/v1/batch', '{"batch":[]}')).toMatchObject({ status: 200, body: { success: true } })
})

test('10,000 events in one request are stored, 10,001 are refused whole', async () => {
  const before = (await running.events()).length
  const batch = Array.from({ length: 10_001 }, (_, i) => event(`many-${i}`))
  const over = await post('/v1/events', JSON.stringify(batch))
  expect(over).toMatchObject({ status: 413, body: { errors: [{ type: 'too-large' }] } })
  expect((await running.events()).length).toBe(before)
  expect(await post('/v1/events', JSON.stringify(batch.slice(1)))).toMatchObject({
    status: 200,
    body: { accepted: 10_000 },
  })
  expect((await running.events()).length).toBe(before + 10_000)
  const tracks = Array.from({ length: 10_001 }, () => ({ type: 'track' }))
  expect((await post('/v1/batch', JSON.stringify({ batch: tracks }))).status).toBe(413)
})
