import { expect, test } from 'vitest'
import type { Status } from '#protocol/request.js'
import {
  type AlertsState,
  handle,
  handledOf,
  newAlerts,
  openAlerts,
  raiseAlerts,
  SNOOZE_MS,
} from '#tui/model/alerts.js'
import { newReport, type ReportState } from '#tui/model/report.js'
import { auditEvents } from '../support/audit-event.js'
import { KEYS, openDashboard } from '../support/dashboard.js'

const report = (...problems: string[]) => ({
  status: { problems, state: 'ready' } as unknown as Status,
  jobs: [],
  tasks: [],
})

function alerts(...problems: string[]): AlertsState & ReportState {
  const model = { nowMs: 1000, ...newAlerts(), ...newReport(), report: report(...problems) }
  raiseAlerts(model)
  return model
}

test('an alert is the same one while its numbers change, and stays acknowledged', () => {
  const model = alerts('12 events cannot be read')
  handle(model, model.alerts[0]!, 'acknowledged')
  model.nowMs = 9000
  model.report = report('13 events cannot be read', 'The disk is full')
  raiseAlerts(model)
  expect(openAlerts(model).map(({ text }) => text)).toEqual(['The disk is full'])
  expect(model.alerts.find(({ text }) => text.startsWith('13'))?.atMs).toBe(1000)
})

test('what is over and comes again is open again', () => {
  const model = alerts('The disk is full')
  handle(model, model.alerts[0]!, 'acknowledged')
  model.report = report()
  raiseAlerts(model)
  model.report = report('The disk is full')
  raiseAlerts(model)
  expect(openAlerts(model)).toHaveLength(1)
})

test('what was snoozed wakes after an hour', () => {
  const model = alerts('The disk is full')
  const [alert] = model.alerts
  handle(model, alert!, 'snoozed')
  model.nowMs += SNOOZE_MS - 1
  expect(handledOf(model, alert!)?.kind).toBe('snoozed')
  model.nowMs += 1
  expect(handledOf(model, alert!)).toBeUndefined()
})

test('I acknowledge and snooze what needs attention, and am told that only this screen knows', async () => {
  await using dashboard = await openDashboard(auditEvents(3))
  const { screen, daemon, press } = dashboard
  daemon.problems = ['The disk is nearly full']
  daemon.jobs = [{ name: 'scrub', state: 'failed', schedule: 'daily', message: 'a value is damaged' }]
  press('3')
  await screen.see('2 open')
  await screen.see('scrub failed: a value is damaged')
  await screen.see('The daemon has no alert rules yet')
  await screen.see('3:Alerts(2)')
  press('!')
  await screen.see(/✓ .*acknowledged · /)
  await screen.see('the daemon is not told')
  await screen.see('1 open · 1 handled here')
  press('jZ')
  await screen.see(/◌ .*snoozed until 16:30:00 · /)
  await screen.see('0 open')
  press('Z')
  await screen.see('1 open')
  press(KEYS.enter)
  await screen.see('on this screen only')
  press(`${KEYS.escape}`)
  await screen.see('ALERTS 2/2')
})

test('nothing to see to is said, and the keys tell it too', async () => {
  await using dashboard = await openDashboard(auditEvents(3), { columns: 20, rows: 5 })
  const { screen, press } = dashboard
  press('3')
  await screen.see('✓ nothing needs')
  press('!')
  await screen.see('Not now: there')
})
