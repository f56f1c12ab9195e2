import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDaemon, type TestDaemon } from '../support/daemon.js'
import { type Receiver, startReceiver } from '../support/receiver.js'
import { run } from '../support/run.js'

let daemon: TestDaemon
let receiver: Receiver

beforeAll(async () => {
  daemon = await startDaemon()
  receiver = await startReceiver()
})
afterAll(async () => {
  await daemon[Symbol.asyncDispose]()
  await receiver[Symbol.asyncDispose]()
})

const ask = (...args: string[]) => run([...args, '--connect', `unix:${daemon.socket}`])
const emit = async (action: string) => {
  const { stdout } = await ask('emit', '--action', action, '--actor', 'al')
  return JSON.parse((await ask('show', stdout.trim())).stdout).seq as number
}
const hook = (...args: string[]) => [
  ...['forward', 'create', '--name', 'hook', '--type', 'webhook', '--url', receiver.url],
  ...['--allow-private', '127.0.0.0/8', ...args],
]
const listed = async () => JSON.parse((await ask('forward', 'list')).stdout)

test('a destination is made, sends what its condition lets through, and tells how far it is', async () => {
  const secret = join(daemon.folder, 'secret')
  await writeFile(secret, 'a-secret-nobody-sees\n')
  const made = await ask(
    ...hook('--secret-file', secret, '--filter', 'properties.type != "Source Deleted"', '--enable'),
  )
  expect(made).toMatchObject({ code: 0, stderr: '' })
  expect(made.stdout).not.toContain('nobody-sees')
  await emit('Source Created')
  await emit('Source Deleted')
  await expect.poll(async () => (await listed()).lagEvents, { timeout: 20_000 }).toBe(0)
  expect(await listed()).toMatchObject({ name: 'hook', type: 'webhook', enabled: true, state: 'idle', secrets: 1 })
  expect((await listed()).counts.filteredAtDestination).toBe(1)
  expect((await ask('forward', 'list', '-o', 'pretty')).stdout).toMatch(
    /^NAME +TYPE +STATE +BEHIND.*\nhook +webhook +idle +-/,
  )
  const discards = JSON.parse((await ask('forward', 'discards', 'hook')).stdout)
  expect(discards).toMatchObject({ step: 'filteredAtDestination', code: 'FILTERED_BY_RULES', count: 1 })
  expect(receiver.received.at(-1)?.headers['webhook-signature']).toMatch(/^v1,/)
})

test('a preview says what would become of an event, step by step, and sends nothing', async () => {
  const seq = await emit('Source Deleted')
  const before = receiver.received.length
  const dropped = await ask('forward', 'preview', 'hook', String(seq))
  expect(JSON.parse(dropped.stdout)).toMatchObject({
    steps: expect.arrayContaining([{ name: 'filter "Only send"', outcome: 'dropped' }]),
  })
  const tried = await ask('forward', 'preview', 'hook', `seq:${seq}`, '--filter', '', '-o', 'pretty')
  expect(tried.stdout).toContain('"type":"Source Deleted"')
  const wrong = await ask('forward', 'preview', 'hook', String(seq), '--filter', 'properties.type = ')
  expect(wrong).toMatchObject({ code: 2, stdout: '' })
  expect(wrong.stderr).toMatch(/column 19/)
  expect(receiver.received.length).toBe(before)
})

test('what was refused for good is listed, and taken when it is sent again', async () => {
  receiver.will({ answer: 400, body: 'not today' })
  const seq = await emit('Space Created')
  await expect.poll(async () => (await ask('forward', 'dead', 'hook')).stdout, { timeout: 20_000 }).not.toBe('')
  const letter = JSON.parse((await ask('forward', 'dead', 'hook')).stdout)
  expect(letter).toMatchObject({ seq, code: '400', message: expect.stringContaining('not today') })
  expect((await ask('forward', 'dead', 'hook', '--retry')).code).toBe(0)
  await expect.poll(async () => (await ask('forward', 'dead', 'hook')).stdout, { timeout: 20_000 }).toBe('')
  expect((await ask('jobs')).stdout).toMatch(/"kind":"retry".*"state":"completed"/)
})

test('an export goes to a destination as a replay does, and says so alike', async () => {
  const replayed = await ask('forward', 'replay', 'hook', 'action:"Space Created"')
  const exported = await ask('export', 'action:"Space Created"', '--to', 'hook')
  for (const { code, stdout, stderr } of [replayed, exported]) {
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'audit-trail: "audit-trail jobs" tells how far it is\n' })
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'replay', subject: 'hook' })
  }
  const ended = (stdout: string) => stdout.match(/"kind":"replay".*"message":"sent 1 of 1 events again"/g)
  await expect.poll(async () => ended((await ask('jobs')).stdout), { timeout: 20_000 }).toHaveLength(2)
  const nobody = await ask('export', '--to', 'nobody')
  expect(nobody).toMatchObject({ stdout: '', stderr: expect.stringContaining('nobody') })
  expect(nobody.code).toBe((await ask('forward', 'replay', 'nobody')).code)
  expect(await ask('export', '--to', 'hook', '--output', 'events.csv')).toMatchObject({ code: 2, stdout: '' })
})

test('its secret is replaced from stdin, and taken away where the type can do without', async () => {
  const replaced = await run(
    ['forward', 'secret', 'hook', '--secret-file', '-', '--keep-previous', '--connect', `unix:${daemon.socket}`],
    { input: 'another-nobody-sees\n' },
  )
  expect(replaced).toMatchObject({ code: 0, stderr: '' })
  expect(await listed()).toMatchObject({ secrets: 2 })
  expect((await ask('forward', 'secret', 'hook')).code).toBe(2)
  expect((await ask('forward', 'secret', 'hook', '--none')).code).toBe(0)
  expect(await listed()).toMatchObject({ secrets: 0 })
  const before = receiver.received.length
  expect((await ask('forward', 'test', 'hook')).code).toBe(0)
  expect(receiver.received.slice(before).map(({ headers }) => headers['webhook-signature'])).toContain(undefined)
  expect((await ask('forward', 'edit', 'hook', '--segment-signature')).code).not.toBe(0)
})

test('it is tested, stopped, changed, and removed; what is wrong is said', async () => {
  expect(await ask('forward', 'test', 'hook', '-o', 'pretty')).toMatchObject({ code: 0 })
  receiver.will({ answer: 401, body: 'who are you' })
  const refused = await ask('forward', 'test', 'hook', '-o', 'pretty')
  expect(refused).toMatchObject({ code: 1, stdout: '' })
  expect(refused.stderr).toMatch(/401: .*who are you/)

  expect(JSON.parse((await ask('forward', 'disable', 'hook')).stdout)).toMatchObject({ state: 'disabled' })
  expect((await ask('forward', 'edit', 'hook', '--filter', '', '--event-names', 'readable')).code).toBe(0)
  expect((await listed()).settings).toMatchObject({ eventNames: 'readable', url: receiver.url })
  expect((await listed()).settings.filters).toBeUndefined()
  expect((await ask(...hook())).stderr).toContain('hook')
  expect((await ask('forward', 'enable', 'nobody')).stderr).toContain('nobody')
  expect((await ask('forward', 'create', '--type', 'webhook')).code).toBe(2)
  expect((await ask('forward')).code).toBe(2)
  expect((await ask('forward', 'delete', 'hook')).code).toBe(0)
  expect((await ask('forward', 'list')).stdout).toBe('')
})
