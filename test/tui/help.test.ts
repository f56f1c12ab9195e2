import { expect, test } from 'vitest'
import { auditEvents } from '../support/audit-event.js'
import { KEYS, openDashboard } from '../support/dashboard.js'

const F1 = '\x1bOP'

test('help says what is for what, how many there are, and what does nothing now', async () => {
  await using dashboard = await openDashboard(auditEvents(30), { columns: 80, rows: 50 })
  const { screen, press } = dashboard
  press('?')
  await screen.see('keys: list')
  const lines = screen.lines.map((line) => line.replace(/^│ | *│$/g, '').trim())
  expect(lines.indexOf('narrow')).toBeGreaterThan(0)
  expect(lines.indexOf('look')).toBeGreaterThan(lines.indexOf('narrow'))
  press('failure')
  await screen.see(/ 2 of \d\d/)
  press('\x15export')
  await screen.see('Stop the export that is running · not now: no export is running')
})

test('the footer stays in sight below it', async () => {
  await using dashboard = await openDashboard(auditEvents(30))
  dashboard.press('?')
  await dashboard.screen.see(/\n Enter run .*Esc close/)
})

test('Enter runs what was found, and says why where it cannot', async () => {
  await using dashboard = await openDashboard(auditEvents(30))
  const { screen, press } = dashboard
  press('?stop the export')
  await screen.see(/1 of \d\d/)
  press(KEYS.enter)
  await screen.see('! Not now: no export is running')
  press(`\x15mouse off${KEYS.enter}`)
  await screen.see('Mouse off: drag selects text')
})

test.each([
  ['the prompt', '/', 'keys: prompt', 'Apply the filter'],
  ['the export', 'x', 'keys: export', 'Next choice of the field · not now: the path is typed here'],
  ['the palette', ':', 'keys: palette', 'Complete what is typed'],
])('F1 tells the keys of %s, and the same key goes back', async (_, key, title, told) => {
  await using dashboard = await openDashboard(auditEvents(30))
  const { screen, press } = dashboard
  press(key)
  await screen.see('F1 keys')
  press(F1)
  await screen.see(title)
  await screen.see(told)
  press(F1)
  await screen.lose(title)
})

test('on a wide screen two columns hold all keys', async () => {
  await using dashboard = await openDashboard(auditEvents(30), { columns: 200, rows: 50 })
  const { screen, press } = dashboard
  press('?')
  await screen.see('keys: list')
  await screen.see('Ctrl-z')
  await screen.see('in filters')
})

test('on the smallest screen the key under the cursor is told in full', async () => {
  await using dashboard = await openDashboard(auditEvents(30), { columns: 20, rows: 5 })
  const { screen, press } = dashboard
  press('?')
  await screen.see(/▌\/ +Edit the\s+filter/)
  press(KEYS.down)
  await screen.see(/▌\+ +Only/)
  press('zzz')
  await screen.see(/ 0 of \d\d/)
})

test.each([
  ['detail', `${KEYS.enter}`, 'narrow', 'Only events with what is on this row'],
  ['histogram', 'i', 'narrow', 'Only events of the time picked out'],
  ['views', 'v', 'do', 'Copy the command line that shows this view'],
  ['columns', 'f', 'do', 'Show this column, or hide it'],
  ['the list', '', 'look', 'Choose the columns: which, and in which order'],
])('in %s, what a key is for can be looked for: %s', async (_, keys, section, told) => {
  await using dashboard = await openDashboard(auditEvents(30), { columns: 120, rows: 40 })
  const { screen, press } = dashboard
  for (const key of keys) press(key)
  press(F1)
  await screen.see('─ keys: ')
  press(section)
  await screen.see(new RegExp(`│ ${section} +│`))
  await screen.see(told)
})
