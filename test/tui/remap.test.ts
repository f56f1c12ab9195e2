import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { KEYMAP } from '#tui/keymap/keymap.js'
import { remap } from '#tui/keymap/remap.js'
import { keyNamed, shownKey, table } from '#tui/model/binding.js'
import { TYPING } from '#tui/overlays/overlays.js'
import { auditEvents } from '../support/audit-event.js'
import { startDaemon, type TestDaemon } from '../support/daemon.js'
import { KEYS, openDashboard } from '../support/dashboard.js'
import { openDashboardOn } from '../support/pty.js'
import { sourceFiles } from '../support/source-file.js'

const ROWS = {
  list: [
    table({ keys: ['G', 'end'], command: 'follow', help: 'Follow' }, { keys: ['e'], command: 'next', help: 'Next' }),
    table({ keys: ['q'], command: 'quit', help: 'Quit' }),
  ],
  prompt: [
    table({ keys: ['enter'], command: 'apply', help: 'Apply' }, { keys: ['C-c'], command: 'quit', help: 'Quit' }),
  ],
}
const keysIn = (mode: keyof typeof ROWS, wanted: Record<string, readonly string[]>) =>
  remap(ROWS, wanted, ['prompt']).bindings[mode]!.map(({ keys, command }) => [command, ...keys].join(' '))
const conflicts = (wanted: Record<string, readonly string[]>) => remap(ROWS, wanted, ['prompt']).conflicts

test('a command has the keys it is given, and no longer its own', () => {
  expect(keysIn('list', { follow: ['F', 'Ctrl-E'] })).toEqual(['follow F C-e', 'next e', 'quit q'])
  expect(keysIn('list', {})).toEqual(['follow G end', 'next e', 'quit q'])
  expect(conflicts({ follow: ['F'] })).toEqual([])
})

test('two commands can change their keys', () => {
  expect(keysIn('list', { follow: ['e'], next: ['G'] })).toEqual(['follow e', 'next G', 'quit q'])
  expect(conflicts({ follow: ['e'], next: ['G'] })).toEqual([])
})

test.each([
  [{ follow: ['e'] }, ['in list, e would be both next and follow']],
  [{ next: ['F'], follow: ['F'] }, ['in list, F would be both follow and next']],
  [{ apply: ['a'] }, ['in prompt, a is typed and cannot be apply']],
  [{ apply: ['Space'] }, ['in prompt, space is typed and cannot be apply']],
  [{ folow: ['F'] }, ['there is no command folow']],
  [{ follow: ['Hyper-x'] }, ['follow: "Hyper-x" is no key']],
  [{ follow: ['ab'] }, ['follow: "ab" is no key']],
])('%j is refused, with both names', (wanted, why) => {
  expect(conflicts(wanted as Record<string, string[]>)).toEqual(why)
})

test('a key can be written as the tables have it and as the help shows it', () => {
  for (const { keys } of Object.values(KEYMAP).flatMap((mode) => mode.flat())) {
    for (const key of keys) expect([keyNamed(key), keyNamed(shownKey(key))]).toEqual([key, key])
  }
  expect(['ctrl-d', 'C-D', 'pgup', 'f12', 'Shift-Tab', 'é', '-', 'Ctrl--'].map(keyNamed)).toEqual([
    ...['C-d', 'C-d', 'pageup', 'f12', 'S-tab', 'é', '-', 'C--'],
  ])
  expect(['', ' ', 'f13', 'S-a', 'a b', '\x1b', 'Ctrl-'].map(keyNamed)).toEqual(new Array(7).fill(undefined))
})

test('nothing wanted leaves every key of the dashboard as it was, and every command can be moved', () => {
  const untouched = remap(KEYMAP, {}, TYPING)
  expect(untouched.conflicts).toEqual([])
  for (const [mode, tables] of Object.entries(KEYMAP)) expect(untouched.bindings[mode]).toEqual(tables.flat())
})

let daemon: TestDaemon
let home: string
beforeAll(async () => {
  daemon = await startDaemon()
  home = await mkdtemp(join(tmpdir(), 'remap-'))
  await mkdir(join(home, 'audit-trail'))
})
afterAll(async () => {
  await daemon[Symbol.asyncDispose]()
  await rm(home, { recursive: true })
})

const open = async (settings: string) => {
  await writeFile(join(home, 'audit-trail/dashboard.yaml'), settings)
  return openDashboardOn(daemon.socket, { environment: { XDG_CONFIG_HOME: home } })
}

test('the dashboard obeys the keys of dashboard.yaml, and tells of them', async () => {
  using dashboard = await open('theme: high-contrast\nkeys:\n  help: [F]\n  back-or-quit: Ctrl-W\n')
  await dashboard.screen.until(({ text }) => /Ctrl-w quit/.test(text) && /F keys/.test(text))
  expect(dashboard.screen.terminal.buffer.active.getLine(3)!.getCell(70)!.getBgColor()).toBe(16)
  dashboard.press('q')
  dashboard.press('F')
  await dashboard.screen.until(({ text }) => text.includes('keys: list'))
  dashboard.press('\x1b')
  await dashboard.screen.until(({ text }) => !text.includes('keys: list'))
  dashboard.press('\x17')
  expect(await dashboard.ended).toBe(0)
})

test.each([
  ['keys:\n  follow: j\n', 'in list, j would be both next and follow'],
  ['colour: light\n', 'colour is not known here'],
])('settings that cannot be are told on the terminal as it was, exit code 2', async (settings, why) => {
  using dashboard = await open(settings)
  expect(await dashboard.ended).toBe(2)
  await dashboard.screen.until(({ text }) => text.replaceAll('\n', '').includes(why))
  expect(dashboard.screen.isAlternate).toBe(false)
})

test('what tells of a key in words tells the one that it is now', async () => {
  const wanted = {
    'edit-filter': ['F5'],
    'toggle-filter': ['F6'],
    follow: ['F'],
    marks: ['L'],
    'write-note': ['w'],
    zoom: ['Ctrl-w'],
    'name-view': ['F7'],
    'copy-actor': ['1'],
    'leave-plain': ['F8'],
    'since-1h': ['h'],
  }
  const { bindings, conflicts } = remap(KEYMAP, wanted, TYPING)
  expect(conflicts).toEqual([])
  await using dashboard = await openDashboard(auditEvents(60), { bindings, columns: 120, rows: 30 })
  const { screen, press, daemon } = dashboard
  await screen.see('none · F5 to filter')
  press('m')
  await screen.see('L lists them, w there writes a note')
  daemon.arrive(...auditEvents(2, 61))
  await screen.see('2 new (F to follow)')
  press('v')
  await screen.see('F7 saves this one')
  press(KEYS.escape)
  await screen.lose('F7')
  press('y')
  await screen.see(/^.*│[▌ ]1 actor/m)
  press(KEYS.escape)
  await screen.lose('1 actor')
  press('T')
  await screen.see(/h +last 1h/)
  press(KEYS.escape)
  await screen.lose('last 1h')
  press('\x17')
  await screen.see('zoomed · Ctrl-w')
  press('\x0f')
  await screen.see('F8 goes back')
})

test('every command whose key is told in words is one there is', () => {
  const known = new Set<string>(Object.values(KEYMAP).flatMap((mode) => mode.flat().map(({ command }) => command)))
  const told = sourceFiles('tui').flatMap(({ lines }) =>
    [...lines.join('\n').matchAll(/(?:keyOf\(model, |\bkey\()'([^']+)'\)/g)].map(([, command]) => command!),
  )
  expect(told.length).toBeGreaterThan(30)
  expect(told.filter((command) => !known.has(command))).toEqual([])
})
