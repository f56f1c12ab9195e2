import { expect, test } from 'vitest'
import { auditEvent, auditEvents, T0 } from '../support/audit-event.js'
import { KEYS, openDashboard } from '../support/dashboard.js'

const TINY = { columns: 20, rows: 5 }
const YESTERDAY = new Date(T0 - 86_400_000).toISOString()

test('on the smallest screen one sees what happened, who did it and how long ago', async () => {
  await using dashboard = await openDashboard(auditEvents(20), TINY)
  expect(dashboard.screen.lines[3]).toMatch(/^▌ {2}59m Source… carol$/)
})

test('on the smallest screen the states are told in letters before anything is cut', async () => {
  await using dashboard = await openDashboard(auditEvents(300), TINY)
  const { screen, press, daemon } = dashboard
  const status = () => screen.lines[4]!.trimEnd()
  press(`/area:Users${KEYS.enter}`)
  await screen.until(() => status() === '▶ filter on ────────' || / ▶ FOLLOWING f/.test(status()), 'the filter')
  press('kk')
  await screen.until(() => /^⏸ /.test(status()), 'a pause')
  daemon.arrive(...auditEvents(12, 301))
  await screen.until(() => /^⏸ f ▼3 .*73\/78/.test(status()), 'all states')
  daemon.lose(T0 + 3_600_000)
  await screen.until(() => /^◐ .*⏸ f ▼3/.test(status()), 'the state of the link')
})

test('on the smallest screen a zoomed pane is told beside a filter and a find', async () => {
  await using dashboard = await openDashboard(auditEvents(20), TINY)
  const { screen, press } = dashboard
  const status = () => screen.lines[4]!.trimEnd()
  press(`/area:Users${KEYS.enter}`)
  await screen.until(() => status().includes(' FOLLOWING f'), 'the filter')
  press(`sPolicy${KEYS.enter}G`)
  await screen.until(() => /▶ FOLLOWING f \*\d+/.test(status()), 'the find')
  press('z')
  await screen.until(() => /^▶ f \*\d.*z$/.test(status()), 'what is zoomed')
})

test('a time that is not of today has its day, whatever the width', async () => {
  const events = [auditEvent(1, { timestamp: YESTERDAY }), auditEvent(2)]
  await using dashboard = await openDashboard(events, { columns: 47, rows: 24 })
  await dashboard.screen.see(/11-19 14:30 .*\n.*14:30:02 {4}/)
  dashboard.resize(36, 24)
  await dashboard.screen.see(/ 1d ago +.*\n.*14:30:02 /)
  dashboard.resize(110, 24)
  await dashboard.screen.see(/11-19 14:30:00 .*\n.*14:30:02 {7}/)
  dashboard.resize(200, 24)
  await dashboard.screen.see(/11-19 14:30:00.000 .*\n.*14:30:02.000 {7}/)
})

test.each([80, 120, 200])(
  'no column moves when times are told otherwise, or other days come in sight, at %i',
  async (columns) => {
    const events = [...auditEvents(40).map((event) => ({ ...event, timestamp: YESTERDAY })), ...auditEvents(40, 41)]
    await using dashboard = await openDashboard(events, { columns, rows: 24 })
    const { screen, press } = dashboard
    const titles = () => screen.lines.find((line) => line.includes('TIME'))
    const before = titles()
    for (const key of ['t', 't', 't', 'g']) {
      press(key)
      await screen.quiet()
      expect(titles()).toBe(before)
    }
  },
)

test('an event that failed and hides something shows the signs of both', async () => {
  await using dashboard = await openDashboard([
    auditEvent(1),
    auditEvent(2, { outcome: 'failure', actor: { type: 'user', id: 'eve\x1b[8m' } }),
  ])
  await dashboard.screen.see(/⚠✗ 14:30:02 +eve␛\[8m/)
})

test('what waits, what is hidden and the place in the list are told at 80 columns', async () => {
  await using dashboard = await openDashboard(auditEvents(300))
  const { screen, press, daemon } = dashboard
  press(`/area:Users${KEYS.enter}`)
  await screen.see('75 of 300')
  press('kk')
  await screen.see('PAUSED')
  daemon.arrive(...auditEvents(12, 301))
  await screen.see(/⏸ PAUSED .* ▼ 3 new .* \+9 hidden .*─ 73\/78 .*─$/m)
})

test('the line of messages says when and whence the event came until there is one', async () => {
  await using dashboard = await openDashboard(auditEvents(20))
  const { screen, press } = dashboard
  await screen.see(/carol · u-carol · Sources · from 10.0.0.2 · Firefox.140.0 · 59m ago · seq 20/)
  press('t')
  await screen.see('Times are UTC')
  await screen.lose('59m ago')
})

test('where the detail covers the list, it has the rows of histogram and preview too', async () => {
  await using dashboard = await openDashboard(auditEvents(20))
  dashboard.press(KEYS.enter)
  const { screen } = dashboard
  await screen.until(({ lines }) => /^▌event +seq 20/.test(lines[2]!), 'the detail below the filter')
  await screen.until(({ lines }) => lines[20]!.includes('same actor'), 'what is related, down to the status')
  expect(screen.lines[21]).toContain('⏸ PAUSED')
  expect(screen.lines[22]).toContain('u-carol · Sources')
})

test('on the smallest screen the help says what keys do, and can be gone through', async () => {
  await using dashboard = await openDashboard(auditEvents(20), TINY)
  const { screen, press } = dashboard
  press('?')
  await screen.until(
    ({ lines }) =>
      /^\? +\d\d$/.test(lines[0]!) && /^▌\/ +Edit the *$/.test(lines[1]!) && /^ +filter *$/.test(lines[2]!),
    'what the slash does',
  )
  press('whole')
  await screen.see(/^▌z +Give the/m)
  press(KEYS.enter)
  await screen.see('FOLLOWING')
})

test('on the smallest screen an export is asked for and its path is seen', async () => {
  await using dashboard = await openDashboard(auditEvents(20), TINY)
  const { screen, press } = dashboard
  press('x')
  await screen.see(/^▌\S+\.csv +\n \/audit-[\d-]+\n \d+\.csv/m)
  expect(screen.text).not.toContain('│')
  press(`${KEYS.up}${KEYS.up}`)
  await screen.see(/^ 20 events/m)
})

test('on the smallest screen the pane that has the keys shows its values', async () => {
  await using dashboard = await openDashboard(auditEvents(20), TINY)
  dashboard.press(`${KEYS.tab}${KEYS.tab}${KEYS.tab}`)
  await dashboard.screen.until(
    ({ lines }) => /^▌ACTOR/.test(lines[0]!) && lines.slice(1, 4).every((line) => /\[ \] \S/.test(line)),
    'three actors',
  )
})
