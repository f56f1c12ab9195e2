import { readFile, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { auditEvent, auditEvents } from '../support/audit-event.js'
import { type Dashboard, KEYS, openDashboard } from '../support/dashboard.js'

function copied({ screen }: Dashboard): string {
  const [, encoded = ''] = [...screen.bytes.matchAll(/\x1b\]52;c;([^\x07]*)\x07/g)].at(-1) ?? []
  return Buffer.from(encoded, 'base64').toString()
}

test.each([
  ['i', 'id', 'event-20'],
  ['a', 'actor', 'carol@acme.io'],
  ['t', 'target', 'r-6'],
  ['l', 'link', 'audit-trail show --connect unix:/run/trail.sock event-20'],
  ['c', 'search command', 'audit-trail search --connect unix:/run/trail.sock area:Sources \'action:"Source *"\''],
])('y %s copies the %s', async (key, what, text) => {
  const options = { filter: 'area:Sources action:"Source *"', connect: 'unix:/run/trail.sock' }
  await using dashboard = await openDashboard(auditEvents(20), options)
  const { screen, press } = dashboard
  press('y')
  await screen.see('─ copy ─')
  press(key)
  await screen.see(`sent ${what} to the terminal`)
  expect(copied(dashboard)).toBe(text)
  expect(screen.text).not.toContain('─ copy ─')
})

test('the field under the cursor of the detail is what the menu begins with', async () => {
  await using dashboard = await openDashboard([auditEvent(1, { details: { via: 'a "quoted" app' } })])
  const { screen, press } = dashboard
  press(`${KEYS.enter}}j`)
  await screen.see(/▌ *via/)
  press(`y${KEYS.enter}`)
  await screen.see('sent via to the terminal')
  expect(copied(dashboard)).toBe('a "quoted" app')
  press(`${KEYS.escape}`)
  await screen.lose('via:')
  press('yf')
  await screen.see('There is no field under the cursor')
})

test('the menu can be walked through, clicked and left', async () => {
  await using dashboard = await openDashboard(auditEvents(3))
  const { screen, press, click } = dashboard
  press('yjjj')
  await screen.see(/▌a actor/)
  press(KEYS.enter)
  await screen.see('sent actor')
  press('y')
  await screen.see('─ copy ─')
  click('target')
  await screen.see('sent target')
  press('y')
  await screen.see('─ copy ─')
  press(KEYS.escape)
  await screen.lose('─ copy ─')
})

test('y m copies the event in one line: when, what, on what, what it changed, by whom, how it ended, its id', async () => {
  const changes = [
    { path: '/roles', before: ['viewer'], after: ['admin'] },
    { path: '/apiKey', before: 'k-1', after: 'k-2' },
    { path: '/name', before: 'a\x1b[8m', after: '😀'.repeat(600) },
  ]
  await using dashboard = await openDashboard([auditEvent(1, { changes, outcome: 'failure' })])
  dashboard.press('ym')
  await dashboard.screen.see('sent message, secrets masked, to the terminal')
  const [when, action, target, roles, secret, name, ...rest] = copied(dashboard).split(' · ')
  expect(when).toMatch(/^2026-11-20 \d\d:\d\d:\d\d UTC$/)
  expect([action, target]).toEqual(['Destination Filter Disabled', 'Thing 1'])
  expect([roles, secret]).toEqual(['roles: ["viewer"] → ["admin"]', 'apiKey: "••••••" → "••••••"'])
  expect(name).toMatch(/^name: "a\\u001b\[8m" → "(😀)+…$/)
  expect(rest).toEqual(['by bob@acme.io', 'FAIL', 'id event-1'])
})

test('what hides in a name is copied as it is shown', async () => {
  await using dashboard = await openDashboard([auditEvent(1, { actor: { type: 'user', id: 'eve\u202eexe\x1b[8m' } })])
  const { screen, press } = dashboard
  press('ya')
  await screen.see('sent actor')
  expect(copied(dashboard)).toBe('eve<U+202E>exe␛[8m')
})

test('what is too large for the clipboard is in a file for its owner alone', async () => {
  const note = 'y'.repeat(70_000)
  await using dashboard = await openDashboard([auditEvent(1, { details: { note } })], { columns: 200, rows: 50 })
  const { screen, press } = dashboard
  press('yy')
  await screen.see('is too large')
  const [path = ''] = /\S+event\.json/.exec(screen.text) ?? []
  expect(JSON.parse(await readFile(path, 'utf8')).details.note).toBe(note)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect((await stat(dirname(path))).mode & 0o777).toBe(0o700)
  await rm(dirname(path), { recursive: true })
})

test('Ctrl-o shows whole rows without borders and leaves the mouse to the terminal', async () => {
  const action = 'Something With A Rather Long Name That Columns Cut Off'
  await using dashboard = await openDashboard([...auditEvents(30), auditEvent(31, { action, outcome: 'success' })], {
    columns: 120,
  })
  const { screen, press, daemon } = dashboard
  press('\x0f')
  await screen.see('drag selects')
  expect(screen.lines.find((line) => line.includes(action))?.trimEnd()).toBe(
    `2026-11-20 14:30:31 UTC  bob@acme.io  ${action}  Thing 3  ok  10.0.0.4`,
  )
  expect(screen.text).not.toMatch(/[│┌▌─]/)
  expect(screen.terminal.modes.mouseTrackingMode).toBe('none')
  const before = screen.text
  daemon.arrive(...auditEvents(3, 32))
  await screen.quiet()
  expect(screen.text).toBe(before)
  press(KEYS.escape)
  await screen.see('3 new')
  expect(screen.terminal.modes.mouseTrackingMode).toBe('drag')
})

test('in the detail, Ctrl-o shows the event as JSON, which can be scrolled', async () => {
  const details = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`field${i}`, i]))
  await using dashboard = await openDashboard([auditEvent(1, { details })])
  const { screen, press } = dashboard
  press(KEYS.enter)
  await screen.see('proof')
  press('\x0f')
  await screen.see('"id": "event-1"')
  press(KEYS.pageDown.repeat(3))
  await screen.see('"field39": 39')
  press(KEYS.pageUp.repeat(3))
  await screen.see('"id": "event-1"')
})
