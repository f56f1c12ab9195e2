import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDaemon, type TestDaemon } from '../support/daemon.js'
import { run } from '../support/run.js'

let daemon: TestDaemon

const EVENTS = [
  { id: 'a', action: 'Source Created', actor: { id: 'alice', email: 'alice@example.com' } },
  { id: 'b', action: 'Source Deleted', actor: { id: 'bob' }, resource: { name: 'Billing, EU' } },
  { id: 'c', action: 'User Removed', actor: { id: 'alice' }, details: { reason: 'left: for good' } },
  { id: 'd', action: 'Warehouse Run Failed', actor: { id: 'Segment', type: 'system' } },
]

beforeAll(async () => {
  daemon = await startDaemon()
  const posted = await daemon.sender.post('/v1/events', JSON.stringify(EVENTS))
  expect(posted.status).toBe(200)
})
afterAll(() => daemon[Symbol.asyncDispose]())

async function found(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(['search', '-o', 'json', '--connect', `unix:${daemon.socket}`, ...args])
  expect(stderr).toBe('')
  expect(code).toBe(0)
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line).id)
    .sort()
    .join('')
}

async function refused(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await run(['search', ...args])
  expect(stdout).toBe('')
  expect(code).toBe(2)
  return stderr
}

test('arguments are ANDed, with --filter too', async () => {
  expect(await found('actor:alice')).toBe('ac')
  expect(await found('actor:alice', 'action:"Source *"')).toBe('a')
  expect(await found('actor:alice', '--filter', 'action:"User *"')).toBe('c')
  expect(await found('actor:alice area:Sources')).toBe('a')
})

test('a value with spaces needs no quotes of its own inside the quotes of the shell', async () => {
  expect(await found('action:Source Created')).toBe('a')
  expect(await found('resource:"Billing, EU"')).toBe('b')
  expect(await found('action:Source *')).toBe('ab')
  expect(await found('details.reason:left: for good')).toBe('c')
})

test('a negated term is a term, wherever it stands', async () => {
  expect(await found('-actor:alice')).toBe('bd')
  expect(await found('-area:Sources', '--limit', '5', 'actor:alice')).toBe('c')
  expect(await found('-action:Source *', '-actor.type:system')).toBe('c')
  expect(await found('-details.reason:left*')).toBe('abd')
})

test('an option still gets its value where that looks like a term', async () => {
  expect(await found('--filter', '-actor:alice')).toBe('bd')
})

test('behind -- everything is a term', async () => {
  expect(await found('--', '-billing')).toBe('acd')
  expect(await found('actor:alice', '--', '-removed')).toBe('a')
})

test('an option glued to its value is refused, and what to write is said', async () => {
  expect(await refused('-ojson')).toContain("write '-o json'")
  expect(await refused('-n5')).toContain("'-n 5'")
  expect(await refused('-billing')).toContain("'-- -billing' for a term")
})

test('a filter that is mistyped is answered with its column', async () => {
  expect(await refused('actor:alice', 'outcome:succes')).toMatch(/column 9/)
  expect(await refused('actr:alice')).toMatch(/column 1.*actor/)
  expect(await refused('--filter', 'action:"Source')).toMatch(/column/)
})
