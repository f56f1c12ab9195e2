import { once } from 'node:events'
import { request } from 'node:http'
import { expect, test } from 'vitest'
import { openTokens } from '#daemon/access/tokens.js'
import type { Records } from '#daemon/store/records.js'
import { runDaemon } from '../support/running-daemon.js'
import { openWebSocket } from '../support/web-socket-client.js'

/** Records in memory, and what the tokens said to be recorded. */
function keeping(kept: [string, unknown][] = []) {
  const map = new Map(kept)
  const events: { action: string; details: Readonly<Record<string, unknown>> }[] = []
  const clock = { nowMs: Date.UTC(2026, 0, 1) }
  const open = () =>
    openTokens({
      records: {
        list: () => Promise.resolve([...map]),
        put: (_kind: string, name: string, value: unknown) => Promise.resolve(void map.set(name, value)),
        delete: (_kind: string, name: string) => Promise.resolve(void map.delete(name)),
      } as unknown as Records,
      now: () => clock.nowMs,
      record: (event) => Promise.resolve(void events.push(event)),
      onError: (error) => expect.unreachable(String(error)),
    })
  return { map, events, clock, open }
}
const BY = { actor: { type: 'user', id: 'ada' } } as const
const DAY_MS = 86_400_000

test('a token ends when its time has come, across restarts, even if the clock is set back then', async () => {
  const { open, clock, events } = keeping()
  const tokens = await open()
  const text = await tokens.create({ name: 't', role: 'auditor', expiresInMs: 30 * DAY_MS }, BY)
  expect(events[0]?.details).toEqual({ role: 'auditor', expiresAt: '2026-01-31T00:00:00.000Z' })
  clock.nowMs += 30 * DAY_MS - 1
  const caller = tokens.find(text)!
  expect([caller.role, caller.revoked.aborted]).toEqual(['auditor', false])
  const again = await open()
  expect(again.find(text)?.role).toBe('auditor')

  clock.nowMs += 1
  expect([tokens.find(text), again.find(text)]).toEqual([undefined, undefined])
  await once(caller.revoked, 'abort')
  expect(caller.revoked.reason).toBe('the token has expired')
  clock.nowMs -= 2 * DAY_MS
  expect(tokens.find(text)).toBeUndefined()
  expect(tokens.list()).toMatchObject([{ name: 't', expiresAt: '2026-01-31T00:00:00.000Z' }])
  await tokens.close()
  await again.close()
})

test('a token that was made before tokens could expire or be limited works on as it was', async () => {
  const first = keeping()
  const made = await first.open()
  const text = await made.create({ name: 'old', role: 'auditor' }, BY)
  await made.close()
  const { role, hash, createdAtMs } = first.map.get('old') as Record<string, unknown>
  expect(Object.keys(first.map.get('old') as object)).toEqual(['role', 'hash', 'createdAtMs'])
  const tokens = await keeping([['old', { role, hash, createdAtMs }]]).open()
  expect(tokens.find(text)).toEqual({
    role: 'auditor',
    actor: { type: 'token', id: 'old' },
    revoked: expect.any(AbortSignal) as AbortSignal,
  })
  expect(tokens.list()).toEqual([
    { name: 'old', role: 'auditor', createdAt: '2026-01-01T00:00:00.000Z', lastUsedAt: '2026-01-01T00:00:00.000Z' },
  ])
  await tokens.close()
})

test('limits outlive a restart', async () => {
  const { open } = keeping()
  const before = await open()
  const [narrow, sender] = [
    await before.create({ name: 'narrow', role: 'auditor', limits: { areas: ['Users'] } }, BY),
    await before.create({ name: 'sender', role: 'ingest', limits: { sources: ['okta'] } }, BY),
  ]
  await before.close()
  const after = await open()
  expect(after.find(narrow)?.within?.terms).toMatchObject([{ key: 'area', values: [{ runs: ['Users'] }] }])
  expect(after.find(sender)?.sources).toEqual(['okta'])
  await after.close()
})

test.each([
  ['revoked', (): Partial<{ expiresInMs: number }> => ({})],
  ['expired', () => ({ expiresInMs: 1500 })],
])('within five seconds nothing is open any more on a token that is %s', async (end, rest) => {
  await using running = await runDaemon()
  const token = await running.token('owner', 'brief', rest())
  const headers = { authorization: `Bearer ${token}` }
  const overTcp = await openWebSocket({ url: running.url, headers })
  const overSocket = await openWebSocket({ socket: running.socket, headers })
  overTcp.send({ id: 1, method: 'subscribe', params: {} })
  await overTcp.until(({ id }) => id === 1)
  const slow = request(`${running.url}/v1/events`, { method: 'POST', headers })
  slow.write('{"id":"slow","action":"a",')
  await new Promise((resolve) => slow.once('socket', (socket) => socket.once('connect', resolve)))

  if (end === 'revoked') await running.revoke('brief')
  const atMs = performance.now()
  for (const client of [overTcp, overSocket])
    expect(await client.closed).toEqual({ code: 4401, reason: expect.stringMatching(end) as string })
  expect(performance.now() - atMs).toBeLessThan(5000)
  slow.end('"actor":{"id":"b"}}')
  const [response] = await once(slow, 'response')
  expect(response.statusCode).toBe(401)
  expect(await running.events()).toEqual([])
})

test('what a client still sends on a token that was revoked is not done', async () => {
  await using running = await runDaemon()
  const client = await running.webSocket(await running.token('owner', 'brief'))
  // Its side of the goodbye is withheld, so the connection stays for as long as the daemon lets it.
  client.webSocket.pause()
  await running.revoke('brief')
  for (let i = 0; i < 10; i++)
    client.send({ id: i, method: 'tokens.create', params: { name: `late-${i}`, role: 'owner' } })
  client.webSocket.resume()
  await client.closed
  const owner = await running.webSocket(await running.token('owner'))
  const { tokens } = (await owner.call('tokens.list')) as { tokens: { name: string }[] }
  expect(tokens.filter(({ name }) => name.startsWith('late'))).toEqual([])
  owner.close()
})
