import { expect, test } from 'vitest'
import { auditEvent, auditEvents, T0 } from '../support/audit-event.js'
import { KEYS, openDashboard } from '../support/dashboard.js'

test('Search shows the trail as of when it was asked; what comes later is only counted', async () => {
  await using dashboard = await openDashboard(auditEvents(30))
  const { screen, press, daemon } = dashboard
  press('2')
  await screen.see('SEARCH')
  await screen.see('as of 15:30:00')
  await screen.see('14:30:30')
  // Where there is little room the other views keep their keys.
  expect(screen.lines[0]).toContain('1 2:Search 3 4 5 6  ● LIVE  as of')
  const before = screen.lines.slice(4, 20)
  daemon.arrive(...auditEvents(5, 31))
  await screen.see('▼ 5 newer (r asks again)')
  expect(screen.lines.slice(4, 20)).toEqual(before)
  press('r')
  await screen.see('14:30:35')
  await screen.lose('newer')
})

test('Search has its own filter and cursor, and Live goes on behind it', async () => {
  await using dashboard = await openDashboard(auditEvents(30))
  const { screen, press, daemon } = dashboard
  press(`2/area:Users${KEYS.enter}`)
  await screen.see('8 of 30 in trail')
  press('kk')
  await screen.see('6/8')
  press('1')
  await screen.see('FOLLOWING')
  await screen.see('30 loaded')
  daemon.arrive(auditEvent(31))
  await screen.see('14:30:31')
  press('2')
  await screen.see('6/8')
  await screen.see('▼ 1 newer')
})

test('Search begins with what is being looked at', async () => {
  await using dashboard = await openDashboard(auditEvents(30), { filter: 'area:Users' })
  const { screen, press } = dashboard
  press('2')
  await screen.see('SEARCH')
  await screen.see('8/8')
})

test('G goes to the end of what was found, and from there on asks again', async () => {
  await using dashboard = await openDashboard(auditEvents(30))
  const { screen, press, daemon } = dashboard
  press('2')
  await screen.see('30/30')
  press('kkk')
  await screen.see('27/30')
  daemon.arrive(auditEvent(31))
  await screen.see('▼ 1 newer')
  press('G')
  await screen.see('30/30')
  press('G')
  await screen.see('31/31')
})

test('Search reaches the first event of the trail page by page', async () => {
  await using dashboard = await openDashboard(auditEvents(1700))
  const { screen, press } = dashboard
  press('2')
  await screen.see('500/500')
  press('gggg')
  await screen.until(({ text }) => /^▌ +11-20 14:30:01|^▌ +14:30:01/m.test(text), 'the first event')
})

test('what Search asked while the link was down is asked when it is back', async () => {
  await using dashboard = await openDashboard(auditEvents(30))
  const { screen, press, daemon } = dashboard
  daemon.lose(T0 + 3_700_000)
  await screen.see('reconnecting')
  press('2')
  await screen.see('SEARCH')
  press('jj')
  daemon.reconnectNow()
  await screen.see('30/30')
  await screen.see('Policy Updated')
})

test('another trail is searched anew', async () => {
  await using dashboard = await openDashboard(auditEvents(3))
  const { screen, press, daemon } = dashboard
  press('2')
  await screen.see('3/3')
  daemon.becomeAnother([auditEvent(1, { action: 'Label Created' })])
  await screen.see('Label Created')
  await screen.see('1/1')
  expect(screen.text).not.toContain('Policy Updated')
})

test('counts of both views are asked for again when the link is back', async () => {
  await using dashboard = await openDashboard(auditEvents(30))
  const { screen, press, daemon } = dashboard
  press(`2/area:Users${KEYS.enter}`)
  await screen.see('8 of 30 in trail')
  daemon.lose(T0 + 3_700_000)
  await screen.see('reconnecting')
  const before = daemon.asked.length
  daemon.reconnectNow()
  await screen.see('● LIVE')
  const filters = daemon.asked
    .slice(before)
    .flatMap(({ method, params }) => (method === 'histogram' ? [params.filter] : []))
  expect(filters.toSorted()).toEqual(['', 'area:Users'])
})

test('at 20 x 5 Search says so in its one line', async () => {
  await using dashboard = await openDashboard(auditEvents(30), { columns: 20, rows: 5 })
  const { screen, press, daemon } = dashboard
  press('2')
  daemon.arrive(...auditEvents(3, 31))
  await screen.until(({ lines }) => /^\? ▼3 .* 30\/30/.test(lines[4]!), 'the state of Search')
})
