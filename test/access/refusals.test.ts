import { expect, test } from 'vitest'
import { UNIX } from '#daemon/access/origin.js'
import { createRefusals, networkOf, type Refusal } from '#daemon/access/refusals.js'
import { TrailError } from '#protocol/error.js'
import { runDaemon } from '../support/running-daemon.js'
import { openWebSocket } from '../support/web-socket-client.js'

const unauthorized = new TrailError('unauthorized', 'no')
const forbidden = new TrailError('forbidden', 'not you')

function refusing(perMinute: number) {
  const told: Refusal[] = []
  const clock = { nowMs: 1_000_000 }
  const refusals = createRefusals({
    now: () => clock.nowMs,
    perMinute: () => perMinute,
    onRefused: (refusal) => told.push(refusal),
  })
  const fail = (address: string, error = unauthorized) => refusals.refuse(error, { address, at: 'GET /x' })
  return { refusals, told, clock, fail }
}

test('failed attempts of one address are limited, and of no other', () => {
  const { fail, clock } = refusing(3)
  expect([1, 2, 3, 4].map(() => fail('10.0.0.1').type)).toEqual([
    'unauthorized',
    'unauthorized',
    'unauthorized',
    'rate-limited',
  ])
  expect(fail('10.0.0.2').type).toBe('unauthorized')
  expect(fail('10.0.0.1').options.retryAfterMs).toBe(20_000)
  clock.nowMs += 20_000
  expect([fail('10.0.0.1').type, fail('10.0.0.1').type]).toEqual(['unauthorized', 'rate-limited'])
})

test('a clock that is set back locks nobody out for long', () => {
  const { fail, clock } = refusing(2)
  fail('10.0.0.1')
  fail('10.0.0.1')
  clock.nowMs -= 86_400_000
  expect(fail('10.0.0.1').options.retryAfterMs).toBeLessThanOrEqual(60_000)
})

test('what is forbidden to somebody known is told and counted, and not limited; nor is the Unix socket', () => {
  const { fail, refusals, told } = refusing(1)
  for (let i = 0; i < 5; i++) {
    expect(fail('10.0.0.1', forbidden).type).toBe('forbidden')
    expect(fail(UNIX).type).toBe('unauthorized')
  }
  expect(refusals.counts()).toEqual({ unauthorized: 5, forbidden: 5, 'rate-limited': 0 })
  expect(told[0]).toEqual({ address: '10.0.0.1', at: 'GET /x', reason: 'forbidden', message: 'not you' })
})

test('any other error passes as it is, untold', () => {
  const { fail, told } = refusing(1)
  const busy = new TrailError('busy', 'later')
  expect([fail('10.0.0.1', busy), told]).toEqual([busy, []])
})

test('a million addresses are not remembered', () => {
  const { fail } = refusing(1)
  fail('1.1.1.1')
  expect(fail('1.1.1.1').type).toBe('rate-limited')
  for (let i = 0; i < 20_000; i++) fail(`2.${i >> 16}.${(i >> 8) & 255}.${i & 255}`)
  expect(fail('1.1.1.1').type).toBe('unauthorized')
})

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::1', '0:0:0:0::/64'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:2::', '2001:db8:1:2::/64'],
  ['2001:db8::9', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['', ''],
])('%j counts as %j', (address, network) => expect(networkOf(address)).toBe(network))

test('a daemon answers 429 to the rest of the failures, over HTTP and WebSocket, and goes on serving valid tokens', async () => {
  await using running = await runDaemon({ maxFailedAttempts: 3 })
  const owner = await running.token('owner')
  const ask = (token: string) => fetch(`${running.url}/v1/search`, { headers: { authorization: `Bearer ${token}` } })
  const wrong = await Promise.all([1, 2, 3, 4, 5].map(() => ask('at_wrong')))
  expect(wrong.map(({ status }) => status).sort()).toEqual([401, 401, 401, 429, 429])
  const limited = wrong.find(({ status }) => status === 429)!
  expect(limited.headers.get('retry-after')).toMatch(/^[1-9]\d*$/)
  expect(await limited.json()).toMatchObject({ errors: [{ type: 'rate-limited' }] })

  await expect(openWebSocket({ url: running.url })).rejects.toThrow(/429/)
  expect((await ask(owner)).status).toBe(200)
  const client = await running.webSocket(owner)
  expect(client.hello.role).toBe('owner')
  client.close()

  const ingest = await running.token('ingest')
  expect((await ask(ingest)).status).toBe(403)
  const metrics = await fetch(`${running.url}/metrics`, { headers: { authorization: `Bearer ${owner}` } })
  const counted = [...(await metrics.text()).matchAll(/^audit_trail_refused_total\{reason="([a-z-]+)"\} (\d+)$/gm)]
  expect(Object.fromEntries(counted.map(([, reason, count]) => [reason, Number(count)]))).toEqual({
    unauthorized: 3,
    forbidden: 1,
    'rate-limited': 3,
  })
})
