import { expect, test } from 'vitest'
import { auditEvents } from '../support/audit-event.js'
import { KEYS, openDashboard } from '../support/dashboard.js'

const CTRL_P = '\x10'

test('I call a command by what it does', async () => {
  await using dashboard = await openDashboard(auditEvents(30))
  const { screen, press } = dashboard
  press(':')
  await screen.see('commands')
  press('stand')
  await screen.see('Stand still, or follow')
  press(KEYS.enter)
  await screen.see('PAUSED')
})

test('ctrl-p opens it too, and nothing typed runs nothing', async () => {
  await using dashboard = await openDashboard(auditEvents(30))
  const { screen, press } = dashboard
  press(CTRL_P)
  await screen.see('─ commands ─')
  press(KEYS.enter)
  await screen.lose('─ commands ─')
  await screen.see('filter none')
})

test('a verb takes its argument, completed with Tab', async () => {
  await using dashboard = await openDashboard(auditEvents(30))
  const { screen, press } = dashboard
  press(`:fil${KEYS.tab}`)
  await screen.see(':filter ')
  press(`area:Users${KEYS.enter}`)
  await screen.see(/filter area:Users/)
  press(`:since 1${KEYS.tab}`)
  await screen.see(':since 15m')
  press(KEYS.enter)
  await screen.see(/filter area:Users \d+ since:15m \d+ /)
  press(`:since off${KEYS.enter}`)
  await screen.lose('since:15m')
  press(`:filter ${KEYS.down}${KEYS.down}${KEYS.enter}`)
  await screen.see(/filter area:Users \d+ since:15m \d+ /)
})

test('I go to a time by a word, and see which one it means before', async () => {
  await using dashboard = await openDashboard(auditEvents(300))
  const { screen, press } = dashboard
  press(':goto ')
  await screen.see(/▌?-15m +2026-11-20 15:15:00 UTC/)
  press('14:31')
  await screen.see(/14:31 +2026-11-20 14:31:00 UTC/)
  press(KEYS.enter)
  await screen.see(/at 14:31:0\d/)
  press(`:goto soon${KEYS.enter}`)
  await screen.see('! Expected 12:04')
  press(`\x15view jobs${KEYS.enter}`)
  await screen.see('JOBS')
  press(`:goto -58m${KEYS.enter}`)
  await screen.see(/at 14:32:0\d/)
})

test('what cannot be run says why and can be mended', async () => {
  await using dashboard = await openDashboard(auditEvents(30))
  const { screen, press } = dashboard
  press(`:filter outcome:maybe${KEYS.enter}`)
  await screen.see(/! column \d+: /)
  press('\x15since')
  await screen.see(':since')
  press(KEYS.enter)
  await screen.see('! since wants TIME')
  press(`\x15nothing of the kind${KEYS.enter}`)
  await screen.see('! no command does that')
  press(`\x15stop the export${KEYS.enter}`)
  await screen.see('! no export is running')
})

test('lines that were run come back', async () => {
  await using dashboard = await openDashboard(auditEvents(30))
  const { screen, press } = dashboard
  press(`:view jobs${KEYS.enter}`)
  await screen.see('JOBS')
  press(`:view live${KEYS.enter}`)
  await screen.see('FOLLOWING')
  press(`:${CTRL_P}${CTRL_P}`)
  await screen.see(':view jobs')
  press('\x0e')
  await screen.see(':view live')
})

test('the confirmation of a job is typed each time', async () => {
  await using dashboard = await openDashboard(auditEvents(3))
  const { screen, daemon, press } = dashboard
  daemon.jobs = [{ name: 'retention', state: 'held', schedule: 'hourly', message: 'holds back 9 events' }]
  press('4')
  await screen.see('holds back 9')
  press(`:job run retention confirm${KEYS.enter}`)
  await screen.see('retention: done')
  press(`:${CTRL_P}`)
  await screen.quiet()
  expect(screen.text).not.toContain('retention confirm')
})

test('another theme is chosen by its name', async () => {
  await using dashboard = await openDashboard(auditEvents(30))
  const { screen, press } = dashboard
  press(`:theme no-such${KEYS.enter}`)
  await screen.see("There is no theme 'no-such'")
  const before = screen.bytes.length
  press(`\x15theme light${KEYS.enter}`)
  await screen.lose('─ commands ─')
  expect(screen.bytes.slice(before)).toMatch(/\x1b\[[\d;]*48;5;/)
})

test('the last messages and the link can be looked up', async () => {
  await using dashboard = await openDashboard(auditEvents(30))
  const { screen, daemon, press } = dashboard
  press('tt')
  await screen.see('Times are how long ago')
  press(`t:messages${KEYS.enter}`)
  await screen.see(/· Times are UTC\b/)
  await screen.see('· Times are local (UTC)')
  press(`${KEYS.escape}`)
  await screen.lose('─ messages')
  daemon.lose(Date.parse('2026-11-20T15:30:07Z'))
  await screen.see('reconnecting')
  press(`:connection${KEYS.enter}`)
  await screen.see('◐ lost: Cannot reach the daemon')
  await screen.see('version 0, protocol 1')
})

test('it is of use on the smallest screen', async () => {
  await using dashboard = await openDashboard(auditEvents(30), { columns: 20, rows: 5 })
  const { screen, press } = dashboard
  press(':export')
  await screen.see('▌export [PATH]')
  press(KEYS.escape)
  await screen.see('FOLLOWING')
})
