import { access, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startDaemon, type TestDaemon } from '../support/daemon.js'
import { KEYS } from '../support/dashboard.js'
import { AUDIT_TRAIL, type OnTerminal, openDashboardOn, spawnOnTerminal } from '../support/pty.js'

let daemon: TestDaemon

const events = (from: number, count: number, action = 'Source Modified') =>
  JSON.stringify(
    Array.from({ length: count }, (_, i) => ({
      id: `e-${from + i}`,
      action,
      actor: { id: `actor-${(from + i) % 3}` },
      resource: { name: `Thing ${from + i}` },
    })),
  )

beforeAll(async () => {
  daemon = await startDaemon()
  await daemon.sender.post('/v1/events', events(0, 40))
})
afterAll(() => daemon[Symbol.asyncDispose]())

const open = async (options = {}) => {
  const dashboard = openDashboardOn(daemon.socket, options)
  await dashboard.screen.see('FOLLOWING')
  await dashboard.screen.see('Thing 39')
  return dashboard
}

/** As it was before the program: no second screen, no mouse, the cursor in sight. */
async function expectGivenBack({ screen }: OnTerminal): Promise<void> {
  await screen.until(({ isAlternate }) => !isAlternate, 'the terminal as it was')
  expect(screen.terminal.modes).toMatchObject({
    mouseTrackingMode: 'none',
    bracketedPasteMode: false,
    sendFocusMode: false,
    wraparoundMode: true,
  })
  expect(screen.bytes.lastIndexOf('\x1b[?25h')).toBeGreaterThan(screen.bytes.lastIndexOf('\x1b[?25l'))
}

test('it starts, shows the trail, and leaves with 0 on q', async () => {
  using dashboard = await open()
  expect(dashboard.screen.isAlternate).toBe(true)
  dashboard.press('q')
  expect(await dashboard.ended).toBe(0)
  await expectGivenBack(dashboard)
})

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
  ['SIGHUP', 129],
] as const)('%s gives the terminal back and ends it with %i', async (signal, code) => {
  using dashboard = await open()
  dashboard.signal(signal)
  expect(await dashboard.ended).toBe(code)
  await expectGivenBack(dashboard)
})

test('Ctrl-c leaves with 0', async () => {
  using dashboard = await open()
  dashboard.press(KEYS.ctrlC)
  expect(await dashboard.ended).toBe(0)
  await expectGivenBack(dashboard)
})

test('a crash gives the terminal back, keeps what happened, and the next start goes on with the filter', async () => {
  const bomb = 'process.on("SIGUSR2", () => { throw new Error("boom") })'
  const state = await mkdtemp(join(tmpdir(), 'audit-trail-test-'))
  const environment = { XDG_STATE_HOME: state }
  {
    using dashboard = await open({
      environment: { ...environment, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(bomb)}` },
      columns: 200,
    })
    dashboard.press(`/actor:actor-1${KEYS.enter}`)
    await dashboard.screen.see(/13 of \d+ in trail/)
    dashboard.signal('SIGUSR2')
    expect(await dashboard.ended).toBe(70)
    await expectGivenBack(dashboard)
    await dashboard.screen.see('Error: boom')
    await dashboard.screen.see(/kept in \S+\.log; --resume/)
  }
  const folder = join(state, 'audit-trail/dashboard')
  const [log] = (await readdir(folder)).filter((name) => name.startsWith('crash-'))
  expect(await readFile(join(folder, log!), 'utf8')).toMatch(/^audit-trail .*200x24, TERM=xterm-256color.*Error: boom/s)
  expect((await stat(join(folder, log!))).mode & 0o777).toBe(0o600)
  using again = openDashboardOn(daemon.socket, { environment, args: ['--resume'] })
  await again.screen.see(/filter actor:actor-1 .*13 of \d+ in trail/)
  again.press('q')
  expect(await again.ended).toBe(0)
  await rm(state, { recursive: true })
})

test('a dashboard that nobody looks at writes less than 1 kB in ten seconds', async () => {
  using dashboard = await open()
  dashboard.press('\x1b[O')
  await dashboard.screen.see(/ \d\d:\d\d UTC/)
  await dashboard.screen.quiet()
  const before = dashboard.screen.bytes.length
  await new Promise((resolve) => setTimeout(resolve, 10_000))
  expect(dashboard.screen.bytes.length - before).toBeLessThan(1000)
})

test('a window that is closed ends it with 129, without a word', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'audit-trail-test-'))
  const command = `trap "" HUP; ${process.execPath} ${AUDIT_TRAIL} --connect unix:${daemon.socket} 2>said; echo $? >code; mv code done`
  using dashboard = spawnOnTerminal('/bin/sh', ['-c', command], { folder })
  await dashboard.screen.see('FOLLOWING')
  dashboard.hangUp()
  await vi.waitFor(() => access(join(folder, 'done')), { timeout: 10_000 })
  expect(await readFile(join(folder, 'done'), 'utf8')).toBe('129\n')
  expect(await readFile(join(folder, 'said'), 'utf8')).toBe('')
  await rm(folder, { recursive: true })
})

test('Ctrl-z goes back to the shell, fg brings the screen back', async () => {
  using shell = spawnOnTerminal('/bin/bash', ['--norc', '--noprofile', '-i'], {
    environment: { PS1: 'shell> ', HISTFILE: '' },
  })
  await shell.screen.see('shell>')
  shell.press(`${process.execPath} ${AUDIT_TRAIL} --connect unix:${daemon.socket}\r`)
  await shell.screen.see('FOLLOWING')
  shell.press('\x1a')
  await shell.screen.see(/Stopped.*shell>/s)
  expect(shell.screen.isAlternate).toBe(false)
  expect(shell.screen.terminal.modes).toMatchObject({ mouseTrackingMode: 'none', sendFocusMode: false })
  shell.press('echo $((6*7))\r')
  await shell.screen.see('42')
  shell.press('fg\r')
  await shell.screen.until(({ isAlternate, text }) => isAlternate && text.includes('FOLLOWING'), 'the dashboard')
  expect(shell.screen.terminal.modes).toMatchObject({ mouseTrackingMode: 'drag', sendFocusMode: true })
  shell.press(' ')
  await shell.screen.see('PAUSED')
  shell.press('q')
  await shell.screen.until(({ isAlternate }) => !isAlternate)
})

test('it follows the size of the terminal', async () => {
  using dashboard = await open()
  dashboard.resize(200, 50)
  await dashboard.screen.until(({ text }) => text.includes('▌') && text.includes('AREA  '), 'the panes')
  dashboard.resize(20, 5)
  await dashboard.screen.until(({ lines }) => lines[4]!.startsWith(' ▶ FOLLOWING'), 'one line of state')
  dashboard.resize(80, 24)
  await dashboard.screen.see('TARGET')
})

test('keys that a slow line cuts in two are whole, and a paste is text', async () => {
  using dashboard = await open()
  dashboard.press('\x1b')
  dashboard.press('[A')
  await dashboard.screen.see('PAUSED')
  dashboard.press('/')
  dashboard.press('\x1b[200~Thing 7\rq\x1b[201~')
  await dashboard.screen.see('filter ▏Thing 7 q')
  dashboard.press(`\x15"Thing 7"${KEYS.enter}`)
  await dashboard.screen.see(/1 of \d+ in trail/)
})

test('an export writes what the filter shows, for its owner alone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'audit-trail-test-'))
  using dashboard = await open({ folder })
  dashboard.press(`/actor:actor-1${KEYS.enter}`)
  await dashboard.screen.see(/13 of \d+ in trail/)
  dashboard.press(`x${KEYS.tab}\x15out.ndjson${KEYS.enter}`)
  await dashboard.screen.see('✓ exported 13 rows')
  const lines = (await readFile(join(folder, 'out.ndjson'), 'utf8')).trim().split('\n')
  expect(lines.map((line) => JSON.parse(line).actor.id)).toEqual(new Array(13).fill('actor-1'))
  expect((await stat(join(folder, 'out.ndjson'))).mode & 0o777).toBe(0o600)
  await rm(folder, { recursive: true })
})

test('it stays when the daemon goes, and shows everything once when it is back', async () => {
  await using own = await startDaemon()
  await own.sender.post('/v1/events', events(0, 3))
  using dashboard = openDashboardOn(own.socket, { rows: 40 })
  await dashboard.screen.see('Thing 2')
  await own.restart('SIGKILL')
  await dashboard.screen.see(/offline .* 0 lost/)
  await own.sender.post('/v1/events', events(3, 5))
  await dashboard.screen.see('Thing 7')
  const shown = dashboard.screen.lines.flatMap((line) => /Thing \d+/.exec(line.slice(0, 70))?.[0] ?? [])
  expect(shown.filter((name, i) => shown.indexOf(name) === i).sort()).toEqual(
    [...new Array(8).keys()].map((i) => `Thing ${i}`),
  )
  expect(dashboard.screen.text.match(/Thing 5 /g)).toHaveLength(1)
  dashboard.press('q')
  expect(await dashboard.ended).toBe(0)
})

test('a burst of events is followed to its end, and keys are answered meanwhile', async () => {
  await using own = await startDaemon()
  using dashboard = openDashboardOn(own.socket)
  await dashboard.screen.see('FOLLOWING')
  const bursts = Array.from({ length: 10 }, (_, i) => own.sender.post('/v1/events', events(i * 1000, 1000)))
  dashboard.press('?')
  await dashboard.screen.see('keys: list')
  dashboard.press(KEYS.escape)
  await Promise.all(bursts)
  await dashboard.screen.see(/10,0\d\d in trail/)
})
