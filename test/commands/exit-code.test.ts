import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDaemon, type TestDaemon } from '../support/daemon.js'
import { Program } from '../support/program.js'
import { run } from '../support/run.js'

let daemon: TestDaemon
let home: string

beforeAll(async () => {
  daemon = await startDaemon()
  home = await mkdtemp(join(tmpdir(), 'audit-trail-home-'))
})
afterAll(async () => {
  await daemon[Symbol.asyncDispose]()
  await rm(home, { recursive: true, force: true })
})

const onSocket = () => ['--connect', `unix:${daemon.socket}`]

test('0: done, help and version of each kind', async () => {
  expect(await run(['search', ...onSocket()])).toEqual({ code: 0, stdout: '', stderr: '' })
  expect((await run(['--help'])).code).toBe(0)
  expect((await run(['export', '--help'])).stdout).toContain('--order')
})

test('1: what is asked for cannot be done', async () => {
  const absent = await run(['show', 'nothing-like-this', ...onSocket()])
  expect(absent).toMatchObject({ code: 1, stdout: '' })
  expect(absent.stderr).toContain('there is no such event')
  const noFile = await run(['import', join(home, 'absent.ndjson'), ...onSocket()])
  expect(noFile).toMatchObject({ code: 1, stdout: '' })
  expect(noFile.stderr).toContain('absent.ndjson')
  expect((await run(['export', '-o', join(home, 'no/such/folder.csv'), ...onSocket()])).code).toBe(1)
})

test.each([
  ['a command that does not exist', ['serach']],
  ['an option that does not exist', ['search', '--colour']],
  ['a number that is none', ['search', '--limit', 'ten']],
  ['a format that does not exist', ['tail', '-o', 'xml']],
  ['an argument too many', ['show', 'a', 'b']],
  ['an argument too few', ['show']],
  ['an address of another kind', ['search', '--connect', 'ftp://127.0.0.1:4780']],
  ['a token in the address', ['search', '--connect', 'ws://:secret@127.0.0.1:4780']],
  ['a token file that is not there', ['search', '--token-file', '/no/such/token']],
  ['an event without an actor', ['emit', '--action', 'Source Created']],
  ['a group without a command', ['token']],
])('2: %s', async (_, args) => {
  const { code, stdout, stderr } = await run(args)
  expect(code).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).not.toBe('')
  expect(stderr).not.toContain(':secret')
})

test('3: no daemon answers, named or not', async () => {
  const nowhere = { HOME: home, XDG_RUNTIME_DIR: home, XDG_STATE_HOME: home }
  for (const command of [['tail'], ['search'], ['export'], ['stats'], ['jobs'], ['token', 'list'], []]) {
    const { code, stdout, stderr } = await run(command, { environment: nowhere })
    expect([command, code, stdout]).toEqual([command, 3, ''])
    expect(stderr).toContain('audit-trail.sock')
  }
  expect((await run(['tail', '--connect', 'ws://127.0.0.1:1'])).code).toBe(3)
  expect((await run(['export', '--connect', `unix:${home}/none.sock`])).code).toBe(3)
  expect((await run(['import'], { environment: nowhere, input: '{}' })).code).toBe(3)
})

test('4: without a token, with a wrong one, and with one of too small a role', async () => {
  const made = await run(['token', 'create', 'ci', '--role', 'ingest', ...onSocket()])
  const token = made.stdout.trim()
  expect((await run(['search', '--connect', daemon.url])).code).toBe(4)
  for (const command of [['search'], ['tail'], ['export'], ['stats'], ['token', 'list']]) {
    const wrong = await run([...command, '--connect', daemon.url], {
      environment: { AUDIT_TRAIL_TOKEN: 'x'.repeat(40) },
    })
    expect([command, wrong.code]).toEqual([command, 4])
    const small = await run([...command, '--connect', daemon.url], { environment: { AUDIT_TRAIL_TOKEN: token } })
    expect([command, small.code, small.stdout]).toEqual([command, 4, ''])
  }
})

test('a token comes from the environment or a file, and is never asked for on the command line', async () => {
  const made = await run(['token', 'create', '--role', 'auditor', '--name', 'reader', ...onSocket()])
  expect(made).toMatchObject({ code: 0, stderr: '' })
  expect(made.stdout).toMatch(/^\S+\n$/)
  const file = join(home, 'token')
  await writeFile(file, made.stdout)
  expect((await run(['search', '--connect', daemon.url, '--token-file', file])).code).toBe(0)
  const environment = { AUDIT_TRAIL_URL: daemon.url, AUDIT_TRAIL_TOKEN: made.stdout.trim() }
  expect((await run(['search'], { environment })).code).toBe(0)
  expect((await run(['emit', '--action', 'a', '--actor', 'b'], { environment })).code).toBe(4)
})

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s ends a tail with %i', async (signal, code) => {
  await daemon.sender.post('/v1/events', JSON.stringify({ action: 'Source Created', actor: { id: 'alice' } }))
  await using tail = new Program('audit-trail', ['tail', ...onSocket()])
  await tail.until(() => tail.stdout.length > 0, 'an event')
  expect(await tail.kill(signal)).toBe(code)
  expect(tail.stderr).toEqual([])
})
