import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AuditEvent } from '#protocol/event.js'
import { startDaemon, type TestDaemon } from '../support/daemon.js'
import { run } from '../support/run.js'

const STRIPE = `sk_live_${'4eC39HqLyjWDarjtT1zdp7dc'}`
const CONFIG = `
redaction:
  - {path: '**.password', action: mask}
  - {path: actor.email, action: hash}
  - {path: '**.ssn', action: hash}
  - {path: '**.note', action: drop}
  - {detector: service-token, action: mask}
`
let folder: string
let daemon: TestDaemon
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-trail-test-'))
  await writeFile(join(folder, 'config.yaml'), CONFIG)
  daemon = await startDaemon('--config', join(folder, 'config.yaml'))
})
afterAll(async () => {
  await daemon[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

const ask = (...args: string[]) => run([...args, '--connect', `unix:${daemon.socket}`])
const search = async (filter: string): Promise<AuditEvent[]> =>
  (await ask('search', filter)).stdout
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as AuditEvent)
const post = (path: string, body: unknown) => daemon.sender.post(path, JSON.stringify(body))

const secrets = { user: { Password: 'hunter2', ssn: 123456789, note: 'private' }, text: `key ${STRIPE}` }
const kept = {
  user: { Password: '[redacted]', ssn: expect.stringMatching(/^hmac:/) as string },
  text: 'key [redacted:service-token]',
}

test.each([
  ['/v1/events', [{ id: 'd1', action: 'A', actor: { id: 'u1', email: 'ada@example.com' }, details: secrets }]],
  ['/v1/track', { messageId: 'd2', event: 'A', userId: 'u1', properties: secrets }],
  ['/v1/batch', { batch: [{ type: 'track', messageId: 'd3', event: 'A', userId: 'u1', properties: secrets }] }],
  ['/webhooks/segment', { type: 'track', messageId: 'd4', event: 'A', userId: 'u1', properties: secrets }],
])('what comes in by %s is redacted before it is stored', async (path, body) => {
  expect((await post(path, body)).status).toBe(200)
  const id = /d\d/.exec(JSON.stringify(body))![0]
  const found = await search(`id:${id}`)
  const redacted = ['/details/user/Password', '/details/user/ssn', '/details/user/note', '/details/text']
  expect(found).toMatchObject([{ details: kept, context: { redacted: expect.arrayContaining(redacted) as string[] } }])
  expect(JSON.stringify(found)).not.toMatch(/hunter2|private|123456789|ada@example/)
})

test('the same event again is a duplicate', async () => {
  const event = { id: 'twice', action: 'A', actor: { id: 'u1' }, details: secrets }
  expect(JSON.parse((await post('/v1/events', [event])).body)).toMatchObject({ accepted: 1 })
  expect(JSON.parse((await post('/v1/events', [event])).body)).toMatchObject({ accepted: 0, duplicates: 1 })
})

test('a value is found by its hash, which only the owner of the key can make', async () => {
  const { stdout } = await ask('redact', '--hash', 'ada@example.com')
  expect(stdout).toMatch(/^hmac:[0-9a-f]{32}\n$/)
  expect((await search(`actor:${stdout.trim()}`)).map(({ id }) => id)).toContain('d1')
  const ssn = (await ask('redact', '--hash', '123456789')).stdout.trim()
  expect((await search('id:d1'))[0]!.details).toMatchObject({ user: { ssn } })
  const key = join(daemon.folder, 'data/redaction-key')
  expect((await stat(key)).mode & 0o777).toBe(0o600)
  expect((await readFile(key, 'utf8')).trim()).toMatch(/^[0-9a-f]{64}$/)
  await daemon.restart()
  expect((await ask('redact', '--hash', 'ada@example.com')).stdout).toBe(stdout)
})

test('what an identify call tells of a person is redacted before it is learned', async () => {
  await post('/v1/identify', { userId: 'u7', traits: { name: 'Grace', email: 'grace@example.com' } })
  await post('/v1/events', [{ id: 'after', action: 'A', actor: { id: 'u7' } }])
  const email = (await ask('redact', '--hash', 'grace@example.com')).stdout.trim()
  expect((await search('id:after'))[0]!.actor).toEqual({ type: 'user', id: 'u7', name: 'Grace', email })
})

test('how many values were redacted is counted by rule', async () => {
  const metrics = (await daemon.sender.get('/metrics')).body
  expect(metrics).toMatch(/^audit_trail_redacted_total\{rule="path:actor\.email"\} [1-9]/m)
})

test('a dry run shows what other rules would change in what is stored, and changes nothing', async () => {
  const rules = join(folder, 'rules.json')
  await writeFile(
    rules,
    JSON.stringify([
      { path: 'actor.id', action: 'hash' },
      { path: '**.password', action: 'mask' },
    ]),
  )
  const stored = () => ask('search', '-n', '0', '-area:"Audit Trail"')
  const before = await stored()
  const { code, stdout, stderr } = await ask('redact', '--dry-run', '--rules', rules, 'id:d1,d2', '-o', 'json')
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
  expect(JSON.parse(stdout)).toMatchObject({
    events: 2,
    changed: 2,
    rules: [
      { rule: 'path:actor.id', values: 2 },
      { rule: 'path:**.password', values: 0 },
    ],
    samples: [
      { rule: 'path:actor.id', path: '/actor/id', before: '… (2 characters)' },
      { seq: expect.any(Number) as number },
    ],
  })
  expect((await stored()).stdout).toBe(before.stdout)
  // With the rules that are in force nothing is left to do.
  expect(await ask('redact', '--dry-run', '-o', 'pretty')).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/ 0 of \d+ events would be stored otherwise/) as string,
  })
})

test('a dry run reads events from stdin, and says which are none', async () => {
  const input = `${JSON.stringify({ action: 'A', actor: { id: 'u' }, details: { a: STRIPE } })}\n\n{"action":1}\nnonsense\n`
  const { code, stdout, stderr } = await run(
    ['redact', '--dry-run', '--stdin', '-o', 'pretty', '--connect', `unix:${daemon.socket}`],
    { input },
  )
  expect(code).toBe(1)
  expect(stdout).toMatch(/detector:service-token +1\n/)
  expect(stdout).toMatch(/\/details\/a +sk_… \(32 characters\)/)
  expect(stdout).not.toContain(STRIPE)
  expect(stderr).toContain('line 4')
  expect(stderr).toContain('1 of 1 events would be stored otherwise; 1 are no events')
})

test.each([
  [['redact'], 2, 'expected --dry-run'],
  [['redact', '--dry-run', '--rules', '/nowhere'], 1, '/nowhere'],
])('%j ends with %i', async (args, code, message) => {
  const ran = await ask(...args)
  expect(ran.code).toBe(code)
  expect(ran.stderr).toContain(message)
})

test('rules that cannot be meant are refused by the daemon, and by a dry run', async () => {
  const bad = join(folder, 'bad.yaml')
  await writeFile(bad, 'redaction: [{path: properties.password, action: mask}]')
  const dry = await ask('redact', '--dry-run', '--rules', bad)
  expect(dry).toMatchObject({ code: 2, stderr: expect.stringContaining('is called details') as string })
})

test('a reload takes other rules', async () => {
  await writeFile(join(folder, 'config.yaml'), 'redaction: []')
  daemon.program.child.kill('SIGHUP')
  await daemon.program.until(() => daemon.program.stderr.some((line) => line.includes('read again')), 'the reload')
  await post('/v1/events', [{ id: 'plain', action: 'A', actor: { id: 'u1' }, details: secrets }])
  expect((await search('id:plain'))[0]!.details).toEqual(secrets)
})
