import { expect, test } from 'vitest'
import { createFold, STRANGER, WINDOW_MS } from '#daemon/audit/fold.js'
import { EVENT_LIMITS } from '#protocol/event.js'

const ADA = { type: 'user', id: 'ada' } as const
const origin = { address: '10.0.0.1', userAgent: 'curl/8' }
const filtered = (filter: string, actor: { type: 'user' | 'token'; id: string } = ADA, address = origin.address) =>
  ({ action: 'Audit Trail Filtered', actor, origin: { ...origin, address }, request: 'query', filter }) as const
const viewed = { action: 'Audit Trail Viewed', actor: ADA, origin, request: 'count' } as const
const at = (ms: number) => new Date(ms).toISOString()

test('the first access is told at once, those of five minutes after it together', () => {
  const fold = createFold()
  expect(fold.note(filtered('a'), 0)).toEqual([
    {
      action: 'Audit Trail Filtered',
      actor: ADA,
      context: { ip: '10.0.0.1', userAgent: 'curl/8' },
      resource: { type: 'audit-trail' },
      details: { request: 'query', filter: 'a' },
    },
  ])
  for (const [ms, filter] of [
    [1000, 'b'],
    [2000, 'a'],
    [3000, 'b'],
  ] as const)
    expect(fold.note(filtered(filter), ms)).toEqual([])
  expect(fold.due(WINDOW_MS - 1)).toEqual([])
  expect(fold.due(WINDOW_MS)).toMatchObject([
    {
      details: {
        ...{ count: 3, first: at(1000), last: at(3000) },
        requests: [{ request: 'query', count: 3 }],
        filters: [
          { filter: 'b', count: 2 },
          { filter: 'a', count: 1 },
        ],
      },
    },
  ])
})

test('whoever goes on is told once in five minutes; who has stopped is new again', () => {
  const fold = createFold()
  let told = 0
  for (let ms = 0; ms < 12 * WINDOW_MS; ms += 1000) told += fold.due(ms).length + fold.note(viewed, ms).length
  expect(told).toBe(12)
  expect(fold.due(13 * WINDOW_MS)).toHaveLength(1)
  expect(fold.due(14 * WINDOW_MS)).toEqual([])
  expect(fold.note(viewed, 14 * WINDOW_MS)).toHaveLength(1)
})

test('clients, addresses and kinds of access are told apart', () => {
  const fold = createFold()
  const others = [viewed, filtered('a'), filtered('a', { type: 'token', id: 'ada' }), filtered('a', ADA, '10.0.0.2')]
  for (const other of others) expect(fold.note(other, 0)).toHaveLength(1)
  expect(others.flatMap((other) => fold.note(other, 1))).toEqual([])
  expect(fold.all()).toHaveLength(4)
  expect(fold.all()).toEqual([])
})

test('a step of the clock ends a window instead of making it last', () => {
  const fold = createFold()
  fold.note(viewed, 1e12)
  fold.note(viewed, 1e12)
  expect(fold.due(1e12 - WINDOW_MS)).toHaveLength(1)
})

test('a million different filters are one event of a bounded size', () => {
  const fold = createFold()
  fold.note(filtered('first'), 0)
  for (let i = 0; i < 1_000_000; i++) fold.note(filtered(`details.x:${i}`), 1)
  const [event, ...more] = fold.all()
  expect(more).toEqual([])
  expect(event!.details).toMatchObject({ count: 1_000_000, otherFilters: 999_950 })
  expect(event!.details!.filters).toHaveLength(50)
})

test.each([['x'], ['\u0000'], ['€'], ['"'], ['\ud800'], ['😀']])(
  'the longest texts made of %j fit into an event',
  (char) => {
    const fold = createFold()
    const long = (i: number) => ({
      ...filtered(`${i}${char.repeat(16_000)}`),
      ...{ request: `${i}${char.repeat(16_000)}`, origin: { address: `${i}`, userAgent: char.repeat(9000) } },
      ...({ action: 'Audit Access Refused', actor: STRANGER } as const),
    })
    const events = Array.from({ length: 2000 }, (_, i) => fold.note(long(i), 0))
      .flat()
      .concat(fold.all())
    expect(events.length).toBeGreaterThan(100)
    for (const event of events) {
      const json = JSON.stringify(event)
      expect(Buffer.byteLength(json)).toBeLessThan(EVENT_LIMITS.maxBytes - 2000)
      expect(JSON.stringify(event.details)).not.toMatch(/\\ud[89ab]/i)
    }
  },
)

test('failed attempts from a hundred thousand addresses make a few hundred events', () => {
  const fold = createFold()
  let told = 0
  const refused = (i: number) => ({
    ...({ action: 'Audit Access Refused', actor: STRANGER, kind: 'unauthorized', request: `GET /${i}` } as const),
    origin: { address: `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}` },
  })
  for (let i = 0; i < 100_000; i++) told += fold.note(refused(i), i / 10).length
  const rest = fold.due(2 * WINDOW_MS)
  expect(told).toBe(201)
  expect(rest).toHaveLength(1)
  expect(rest[0]!.context).toEqual({})
  expect(rest[0]!.details).toMatchObject({ count: 99_799, otherAddresses: 99_749 })
})

test('of more clients than are remembered the oldest is told early, and nobody is forgotten', () => {
  const fold = createFold()
  const clients = Array.from({ length: 3000 }, (_, i) => filtered('a', { type: 'token', id: `t${i}` }))
  const told = clients.flatMap((client, i) => [...fold.note(client, i), ...fold.note(client, i)])
  const counted = [...told, ...fold.all()].reduce((sum, { details }) => sum + ((details!.count as number) ?? 1), 0)
  expect(counted).toBe(6000)
})
