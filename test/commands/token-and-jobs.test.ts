import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDaemon, type TestDaemon } from '../support/daemon.js'
import { run } from '../support/run.js'

let daemon: TestDaemon

beforeAll(async () => {
  daemon = await startDaemon()
})
afterAll(() => daemon[Symbol.asyncDispose]())

const ask = (...args: string[]) => run([...args, '--connect', `unix:${daemon.socket}`])
const overTcp = (token: string, ...args: string[]) =>
  run([...args, '--connect', daemon.url], { environment: { AUDIT_TRAIL_TOKEN: token } })

test('a token is made once, listed without its secret, and ends when it is revoked', async () => {
  const token = (await ask('token', 'create', '--role', 'auditor', '--name', 'reader')).stdout.trim()
  const taken = await ask('token', 'create', 'reader', '--role', 'ingest')
  expect(taken).toMatchObject({ code: 1, stdout: '' })
  expect(taken.stderr).toContain('reader')
  expect((await overTcp(token, 'search')).code).toBe(0)

  const listed = await ask('token', 'list')
  expect(JSON.parse(listed.stdout)).toMatchObject({ name: 'reader', role: 'auditor' })
  expect(listed.stdout).not.toContain(token)
  expect((await ask('token', 'list', '-o', 'pretty')).stdout).toMatch(
    /^NAME +ROLE +CREATED +LAST USED +EXPIRES +LIMITS *\nreader +auditor +20/,
  )

  expect(await ask('token', 'revoke', 'reader')).toEqual({ code: 0, stdout: '', stderr: '' })
  expect((await overTcp(token, 'search')).code).toBe(4)
  expect((await ask('token', 'revoke', 'reader')).code).toBe(1)
})

test('a token can be made for a while and for a part of the trail', async () => {
  const made = await ask(
    ...['token', 'create', 'eu', '--role', 'auditor', '--expires', '30d'],
    ...['--area', 'Users', '--area', 'Access *', '--workspace', 'acme-eu'],
  )
  expect(made).toMatchObject({ code: 0, stderr: '' })
  const [listed] = (await ask('token', 'list')).stdout.trim().split('\n')
  const token = JSON.parse(listed!) as { createdAt: string; expiresAt: string }
  expect(token).toMatchObject({ name: 'eu', limits: { areas: ['Users', 'Access *'], workspaces: ['acme-eu'] } })
  expect(Date.parse(token.expiresAt) - Date.parse(token.createdAt)).toBe(30 * 86_400_000)
  expect((await ask('token', 'list', '-o', 'pretty')).stdout).toContain('areas: Users, Access *; workspaces: acme-eu')
  for (const wrong of [
    ['--expires', 'soon'],
    ['--expires', '0d'],
  ])
    expect((await ask('token', 'create', 'x', '--role', 'auditor', ...wrong)).code).toBe(2)
  const senseless = await ask('token', 'create', 'x', '--role', 'ingest', '--area', 'Users')
  expect([senseless.code, senseless.stderr]).toEqual([2, expect.stringContaining('areas limit auditor tokens')])
  expect((await ask('token', 'revoke', 'eu')).code).toBe(0)
})

test('an ingest token sends over TCP, and reads nothing', async () => {
  const token = (await ask('token', 'create', 'ci', '--role', 'ingest')).stdout.trim()
  const sent = await overTcp(
    token,
    ...['emit', '--action', 'Source Created', '--actor', 'tok_1', '--actor-type', 'token'],
  )
  expect(sent).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse((await ask('show', sent.stdout.trim())).stdout).actor).toEqual({ id: 'tok_1', type: 'token' })
  const lines = '{"action":"a","actor":{"id":"b"}}\n'.repeat(3)
  const imported = await run(['import', '--connect', daemon.url], {
    environment: { AUDIT_TRAIL_TOKEN: token },
    input: lines,
  })
  expect(imported.stderr).toContain('3 stored')
  expect((await overTcp(token, 'show', 'seq:1')).code).toBe(4)
})

test('every part of an event can be said in flags', async () => {
  const sent = await ask(
    ...[
      'emit',
      '--id',
      'full',
      '--action',
      'Destination Filter Disabled',
      '--actor',
      'MNxxtIRCbe',
      '--actor-name',
      '王小明',
    ],
    ...['--actor-email', 'w@example.com', '--area', 'Filters', '--outcome', 'failure', '--workspace', 'acme'],
    ...['--resource', 'df_1', '--resource-type', 'destination_filter', '--resource-name', 'EU only'],
    ...['--ip', '192.0.2.1', '--user-agent', 'curl', '--request-id', 'r1', '--timestamp', '2026-11-20T12:00:00+01:00'],
    ...['--detail', 'version=1.10', '--detail', 'tags:=["a",1]', '--detail', 'empty='],
    ...['--change', 'enabled:true:false', '--change', '/limit::5', '--change', '{"path":"/url","after":"http://x"}'],
  )
  expect(sent).toEqual({ code: 0, stdout: 'full\n', stderr: '' })
  const { seq: _seq, receivedAt: _receivedAt, ...kept } = JSON.parse((await ask('show', 'full')).stdout)
  expect(kept).toEqual({
    id: 'full',
    timestamp: '2026-11-20T11:00:00.000Z',
    workspace: 'acme',
    action: 'Destination Filter Disabled',
    area: 'Filters',
    outcome: 'failure',
    actor: { type: 'user', id: 'MNxxtIRCbe', name: '王小明', email: 'w@example.com' },
    resource: { type: 'destination_filter', id: 'df_1', name: 'EU only' },
    changes: [
      { path: '/enabled', before: true, after: false },
      { path: '/limit', after: 5 },
      { path: '/url', after: 'http://x' },
    ],
    context: { ip: '192.0.2.1', userAgent: 'curl', requestId: 'r1' },
    details: { version: '1.10', tags: ['a', 1], empty: '' },
  })
})

test('an event that is refused is a failure, and so is the flag that cannot be read', async () => {
  const refused = await ask('emit', '--action', 'a', '--actor', 'b', '--timestamp', 'yesterday')
  expect(refused).toMatchObject({ code: 1, stdout: '' })
  expect(refused.stderr).toContain('timestamp')
  expect((await ask('emit', '--action', 'a', '--actor', 'b', '--detail', 'nothing')).code).toBe(2)
  expect((await ask('emit', '--action', 'a', '--actor', 'b', '--detail', 'a:={')).code).toBe(2)
  expect((await ask('emit', '--action', 'a', '--actor', 'b', '--change', '/url:http://a:http://b')).code).toBe(2)
})

const listed = async () =>
  (await ask('jobs')).stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

test('jobs tell when they ran and will run, and run when they are told to', async () => {
  expect((await listed()).map(({ name }) => name)).toContain('retention')
  const before = Date.now()
  const ran = JSON.parse((await ask('jobs', 'run', 'retention', '--confirm')).stdout)
  expect(ran).toMatchObject({ name: 'retention' })
  const [after] = await listed()
  expect(Date.parse(after.lastRunAt)).toBeGreaterThanOrEqual(before - 1000)
  expect((await ask('jobs', '-o', 'pretty')).stdout).toMatch(/^NAME +STATE +SCHEDULE[\s\S]*retention/)
  const unknown = await ask('jobs', 'run', 'nonsense')
  expect(unknown).toMatchObject({ code: 1, stdout: '' })
  expect(unknown.stderr).toContain('nonsense')
})

test('the tasks stand behind the jobs, with their steps; one that has ended cannot be cancelled', async () => {
  await ask('jobs', 'run', 'retention')
  const lines = await listed()
  const tasks = lines.filter(({ kind }) => kind !== undefined)
  const retention = tasks.find(({ kind }) => kind === 'retention')
  expect(retention).toMatchObject({
    state: 'completed',
    steps: [
      { name: 'remove', completedAt: expect.any(String) },
      { name: 'reclaim', completedAt: expect.any(String) },
    ],
  })
  expect(lines.slice(0, -tasks.length).every(({ name }) => name !== undefined)).toBe(true)
  expect((await ask('jobs', '-o', 'pretty')).stdout).toMatch(
    /\n\nTASK +KIND +STATE[^\n]*\n[\s\S]*retention +completed +2\/2/,
  )
  for (const id of [retention.id, 'no such']) {
    const ended = await ask('jobs', 'cancel', id)
    expect(ended).toMatchObject({ code: 1, stdout: '' })
    expect(ended.stderr).toContain('none that runs or waits')
  }
})
