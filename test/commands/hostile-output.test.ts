import { join } from 'node:path'
import { spawn } from '@lydell/node-pty'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDaemon, type TestDaemon } from '../support/daemon.js'
import { HOSTILE_CELLS, HOSTILE_EVENTS } from '../support/hostile-names.js'
import { Program } from '../support/program.js'
import { PROJECT } from '../support/source-file.js'

/** What a terminal may obey or a reader not see, but for line ends. */
const UNSAFE = /[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufff9-\ufffb]/
const COLOURS_AND_PROGRESS = /\x1b\[[\d;]*m|\x1b\[K/g
const BAD_NAME = 'x\u202e\x1b]0;owned\x07\u009b31m'

let daemon: TestDaemon
beforeAll(async () => {
  daemon = await startDaemon()
  const lines = [
    ...HOSTILE_EVENTS.map(({ id, action, actor, resource, details }) => ({ id, action, actor, resource, details })),
    ...HOSTILE_CELLS.map((cell, i) => ({ id: `cell-${i}`, action: cell, actor: { id: cell } })),
  ]
  const stored = await daemon.sender.post('/v1/events', JSON.stringify(lines))
  // One holds half a surrogate pair, which no event may.
  expect(JSON.parse(stored.body)).toMatchObject({ rejected: [{}] })
  await run(['token', 'create', '--role', 'auditor', '--name', BAD_NAME])
})
afterAll(() => daemon[Symbol.asyncDispose]())

async function run(args: readonly string[], until?: string): Promise<string> {
  const child = spawn(process.execPath, [join(PROJECT, 'dist/bin/audit-trail.js'), ...args], {
    ...{ cols: 120, rows: 40, name: 'xterm-256color' },
    env: { ...process.env, LANG: 'C.UTF-8', AUDIT_TRAIL_URL: `unix:${daemon.socket}` },
  })
  let bytes = ''
  child.onData((data) => {
    bytes += data
    if (until !== undefined && bytes.includes(until)) child.kill('SIGINT')
  })
  await new Promise<void>((resolve) => child.onExit(() => resolve()))
  return bytes
}

test.each([
  [['search', '-n', '0']],
  [['search', '-n', '0', '-o', 'json']],
  [['search', '-n', '0', '-o', 'csv']],
  [['export', '-f', 'csv']],
  [['export', '-f', 'csv', '--raw']],
  [['export', '-f', 'ndjson']],
  [['stats']],
  [['stats', '-o', 'json']],
  [['show', 'seq:1']],
  [['show', 'seq:1', '-o', 'json']],
  [['token', 'list']],
  [['token', 'list', '-o', 'json']],
  [['jobs']],
  [['forward', 'list']],
  [['forward', 'test', BAD_NAME]],
  [['search', `actor:"${BAD_NAME}`]],
  [['show', BAD_NAME]],
  [['token', 'revoke', `no${BAD_NAME}`]],
  [[BAD_NAME]],
  [['emit', '--action', 'A', '--actor', 'u', '--id', `e${BAD_NAME}`]],
])('audit-trail %j lets nothing steer the terminal', async (args) => {
  const bytes = await run(args)
  expect(bytes).not.toBe('')
  expect(bytes.replace(COLOURS_AND_PROGRESS, '')).not.toMatch(UNSAFE)
})

test('neither does a live tail', async () => {
  const bytes = await run(['tail', '-n', '100'], 'SUM(A1:A9)')
  expect(bytes.replace(COLOURS_AND_PROGRESS, '').replaceAll('^C', '')).not.toMatch(UNSAFE)
})

test('to a pipe every byte goes as it is', async () => {
  await using program = new Program('audit-trail', ['search', '-n', '0', '-o', 'json'], {
    AUDIT_TRAIL_URL: `unix:${daemon.socket}`,
  })
  await program.ended
  expect(program.stdout.join('\n')).toContain('\u202egnp.exe')
})

test('what the daemon logs on a terminal steers it no more', async () => {
  const child = spawn(
    process.execPath,
    [
      join(PROJECT, 'dist/daemon/main.js'),
      '--data',
      `${daemon.folder}/${BAD_NAME}`,
      '--listen',
      'off',
      '--socket',
      daemon.socket,
    ],
    { cols: 120, rows: 40, name: 'xterm-256color' },
  )
  let bytes = ''
  child.onData((data) => (bytes += data))
  await new Promise<void>((resolve) => child.onExit(() => resolve()))
  expect(bytes).toContain('Cannot listen')
  expect(bytes.replace(COLOURS_AND_PROGRESS, '')).not.toMatch(UNSAFE)
})
