import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawn } from '@lydell/node-pty'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDaemon, type TestDaemon } from '../support/daemon.js'
import { PROJECT } from '../support/source-file.js'
import { Screen } from '../support/terminal.js'

const COLUMNS = 90
const HOSTILE = 'a\u009b31mb\u202ec'
let daemon: TestDaemon
let folder: string

beforeAll(async () => {
  daemon = await startDaemon()
  folder = await mkdtemp(join(tmpdir(), 'audit-trail-terminal-'))
  const events = Array.from({ length: 30 }, (_, i) => ({
    ...{ id: `e${i}`, action: `Source ${'Modified'.repeat(i)}`, outcome: i % 2 === 0 ? 'success' : 'failure' },
    ...{
      actor: { id: '王小明'.repeat(i + 1) },
      resource: { name: HOSTILE },
      changes: [{ path: '/a', before: 1, after: i }],
    },
  }))
  expect((await daemon.sender.post('/v1/events', JSON.stringify(events))).status).toBe(200)
})
afterAll(async () => {
  await daemon[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

/** The client in a real pseudo-terminal. */
function inTerminal(args: readonly string[], environment: Record<string, string> = {}) {
  const screen = new Screen({ columns: COLUMNS, rows: 40 })
  const child = spawn(process.execPath, [join(PROJECT, 'dist/bin/audit-trail.js'), ...args], {
    ...{ cols: COLUMNS, rows: 40, name: environment.TERM ?? 'xterm-256color' },
    env: { ...process.env, NO_COLOR: '', LANG: 'C.UTF-8', AUDIT_TRAIL_URL: `unix:${daemon.socket}`, ...environment },
  })
  child.onData((data) => screen.write(data))
  const ended = new Promise<number>((resolve) => child.onExit(({ exitCode, signal }) => resolve(signal || exitCode)))
  return { screen, child, ended }
}

async function output(args: readonly string[], environment?: Record<string, string>) {
  const { screen, ended } = inTerminal(args, environment)
  expect(await ended).toBe(0)
  await new Promise<void>((resolve) => screen.write('', resolve))
  return screen
}

test('on a terminal a search is lines in colour, each one row and aligned, whatever it holds', async () => {
  const screen = await output(['search', '-n', '30'])
  expect(screen.bytes).toContain('\u001b[3')
  const rows = screen.lines.slice(0, 30)
  expect(rows.every((row) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \S+ [✓✗] /.test(row))).toBe(true)
  expect(screen.lines[30]).toBe('')
  expect(new Set(rows.map((_, y) => screen.columnOf('Source', y))).size).toBe(1)
  expect(screen.bytes).not.toContain('\u009b')
  expect(screen.bytes).not.toContain('\u202e')
})

test('NO_COLOR is honoured', async () => {
  const { bytes } = await output(['search', '-n', '5'], { NO_COLOR: '1' })
  expect(bytes).not.toContain('\u001b[')
  expect(bytes).toContain('✓')
})

test('JSON on a terminal escapes what that would obey or hide, and means the same', async () => {
  for (const args of [
    ['show', 'e1', '-o', 'json'],
    ['search', 'id:e1', '-o', 'json'],
  ]) {
    const { bytes } = await output(args)
    expect(bytes).not.toMatch(/[\u007f-\u009f\u202a-\u202e]/)
    expect(JSON.parse(bytes).resource.name).toBe(HOSTILE)
  }
  expect((await output(['search', 'id:e1', '-o', 'csv'])).bytes).not.toMatch(/[\u007f-\u009f\u202e]/)
})

test('an export to a file shows its progress, and takes it away', async () => {
  const screen = await output(['export', '-o', join(folder, 'x.csv')])
  expect(screen.bytes).toMatch(/▕.*▏ \d+ of 30 events/)
  expect(screen.text.trim()).toBe('')
  expect((await output(['export', '-q', '-o', join(folder, 'y.csv')])).bytes).toBe('')
})

test('a terminal that cannot be painted gets the tail as JSON lines', async () => {
  const { screen, child, ended } = inTerminal([], { TERM: 'dumb' })
  await screen.until(({ bytes }) => bytes.includes('"seq":30'), 'the last event')
  child.kill('SIGINT')
  expect(await ended).toBe(130)
  expect(screen.isAlternate).toBe(false)
})

test.each([
  ['q', 0],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('the demo on a terminal says that it is one; %s ends it with %i and leaves nothing', async (how, code) => {
  const temporary = await mkdtemp(join(folder, 'demo-'))
  const { screen, child, ended } = inTerminal(['demo'], { TMPDIR: temporary })
  await screen.see('DEMO')
  await screen.see('LIVE')
  if (how === 'q') child.write('q')
  else child.kill(how)
  expect(await ended).toBe(code)
  expect(screen.isAlternate).toBe(false)
  expect(await readdir(temporary)).toEqual([])
})
