import { afterAll, beforeAll, expect, test } from 'vitest'
import { isTokenText } from '#daemon/access/token-text.js'
import { ROLES, type Role } from '#protocol/role.js'
import { type RunningDaemon, runDaemon } from '../support/running-daemon.js'
import { openWebSocket } from '../support/web-socket-client.js'

let running: RunningDaemon
const tokens = new Map<Role, string>()
beforeAll(async () => {
  running = await runDaemon()
  for (const role of ROLES) tokens.set(role, await running.token(role, role))
})
afterAll(() => running[Symbol.asyncDispose]())

const bearer = (role: Role) => ({ authorization: `Bearer ${tokens.get(role)}` })
const ask = (method: string, path: string, headers: Record<string, string> = {}, body?: string) =>
  fetch(running.url + path, { method, headers, ...(body !== undefined && { body }) })

test('authentication comes before routing: 401, then 404 and 405, then 403', async () => {
  const status = async (method: string, path: string, headers = {}) => (await ask(method, path, headers)).status
  for (const path of ['/', '/nothing', '/v1/nothing', '/v1/search', '/metrics', '/v1/search/'])
    expect(await status('GET', path)).toBe(401)
  expect(await status('DELETE', '/v1/search')).toBe(401)
  expect(await status('GET', '/nothing', bearer('ingest'))).toBe(404)
  expect(await status('DELETE', '/v1/search', bearer('ingest'))).toBe(405)
  expect((await ask('GET', '/v1/batch', bearer('auditor'))).headers.get('allow')).toBe('POST')
  expect(await status('GET', '/v1/search', bearer('ingest'))).toBe(403)
})

test('one valid credential suffices: Bearer, the Basic user name or the write key of the body', async () => {
  const token = tokens.get('ingest')!
  const basic = (user: string) => ({ authorization: `Basic ${Buffer.from(`${user}:`).toString('base64')}` })
  const body = (writeKey?: string) => JSON.stringify({ batch: [], ...(writeKey !== undefined && { writeKey }) })
  const status = async (headers: Record<string, string>, text: string) =>
    (await ask('POST', '/v1/batch', headers, text)).status
  expect(await status(bearer('ingest'), body())).toBe(200)
  expect(await status(basic(token), body())).toBe(200)
  expect(await status({ authorization: `Basic ${Buffer.from(token).toString('base64')}` }, body())).toBe(200)
  expect(await status({}, body(token))).toBe(200)
  expect(await status(basic('abc'), body(token))).toBe(200)
  expect(await status(bearer('ingest'), body('abc'))).toBe(200)
  expect(await status({}, body('abc'))).toBe(401)
  expect(await status({}, body())).toBe(401)
  expect(await status(basic('abc'), body())).toBe(401)
  expect(await status({}, 'not json')).toBe(401)
  expect(await status({}, body(tokens.get('auditor')))).toBe(403)
})

test('tokens that are nearly right are wrong', async () => {
  const token = tokens.get('owner')!
  expect(token).toMatch(/^at_o_[\w-]{49}$/)
  const flipped = token.slice(0, 20) + (token[20] === 'a' ? 'b' : 'a') + token.slice(21)
  for (const wrong of [
    flipped,
    token.slice(0, -1),
    `${token}x`,
    token.toUpperCase(),
    '',
    'at_o_',
    token.replace('at_o', 'at_i'),
  ]) {
    expect((await ask('GET', '/v1/search', { authorization: `Bearer ${wrong}` })).status).toBe(401)
    expect(isTokenText(wrong)).toBe(false)
  }
  expect(isTokenText(token)).toBe(true)
})

test('names of tokens are unique, and the secret is shown once', async () => {
  const client = await running.webSocket(tokens.get('owner')!)
  const secret = await running.token('auditor', 'ci')
  await expect(client.call('tokens.create', { name: 'ci', role: 'owner' })).rejects.toMatchObject({
    type: 'already-exists',
    field: 'name',
  })
  const both = await Promise.allSettled(
    ['a', 'a'].map((name) => client.call('tokens.create', { name, role: 'ingest' })),
  )
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const { tokens: list } = (await client.call('tokens.list')) as { tokens: { name: string }[] }
  expect(list.find(({ name }) => name === 'ci')).toMatchObject({
    role: 'auditor',
    createdAt: expect.stringMatching(/Z$/) as string,
  })
  expect(JSON.stringify(list)).not.toContain(secret)
  await expect(client.call('tokens.revoke', { name: 'nobody' })).rejects.toMatchObject({ type: 'not-found' })
  client.close()
})

test('a revoked token ends at once what is open on it, and making and revoking are events', async () => {
  const token = await running.token('auditor', 'brief')
  const client = await running.webSocket(token)
  client.send({ id: 1, method: 'subscribe', params: {} })
  await running.revoke('brief')
  expect(await client.closed).toMatchObject({ code: 4401 })
  expect((await ask('GET', '/v1/search', { authorization: `Bearer ${token}` })).status).toBe(401)

  const found = await ask(
    'GET',
    `/v1/search?${new URLSearchParams({ filter: 'resource.type:token resource:brief' })}`,
    bearer('auditor'),
  )
  const { events } = (await found.json()) as { events: { action: string; actor: object; details: object }[] }
  expect(events.map(({ action }) => action)).toEqual(['Audit Token Revoked', 'Audit Token Created'])
  expect(events[0]).toMatchObject({
    area: 'Audit Trail',
    actor: { type: 'user', id: 'socket-owner' },
    details: { role: 'auditor' },
  })
})

test('over the Unix socket whoever brings no token is owner; a token counts for its role', async () => {
  const plain = await openWebSocket({ socket: running.socket })
  const narrowed = await openWebSocket({ socket: running.socket, headers: bearer('auditor') })
  const wrong = await openWebSocket({ socket: running.socket, headers: { authorization: 'Bearer wrong' } })
  expect([plain.hello.role, narrowed.hello.role, (await wrong.closed).code]).toEqual(['owner', 'auditor', 4401])
  plain.close()
  narrowed.close()
})

test('the time of last use is kept', async () => {
  const token = await running.token('auditor', 'used')
  await ask('GET', '/v1/search', { authorization: `Bearer ${token}` })
  const client = await running.webSocket(tokens.get('owner')!)
  const { tokens: list } = (await client.call('tokens.list')) as { tokens: { name: string; lastUsedAt?: string }[] }
  expect(list.find(({ name }) => name === 'used')?.lastUsedAt).toMatch(/^\d{4}-/)
  client.close()
})
