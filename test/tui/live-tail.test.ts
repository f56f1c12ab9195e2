import { expect, test } from 'vitest'
import { auditEvent, auditEvents } from '../support/audit-event.js'
import { KEYS, openDashboard } from '../support/dashboard.js'

test('new events appear at the bottom as they come', async () => {
  await using dashboard = await openDashboard(auditEvents(30))
  await dashboard.screen.see('FOLLOWING')
  dashboard.daemon.arrive(auditEvent(31, { action: 'Space Deleted' }))
  await dashboard.screen.see('Space Deleted')
  expect(dashboard.screen.lines[19]).toMatch(/^▌.{3}14:30:31 .*Space Deleted/)
})

test('a pause is absolute: nothing moves, and what waits is counted', async () => {
  await using dashboard = await openDashboard(auditEvents(30))
  const { screen, daemon, press } = dashboard
  press(' ')
  await screen.see('PAUSED')
  const before = screen.lines.slice(4, 20)
  daemon.arrive(...auditEvents(200, 31))
  await screen.see('▼ 200 new (G to follow)')
  expect(screen.lines.slice(4, 20)).toEqual(before)
  press('G')
  await screen.see('FOLLOWING')
  expect(screen.text).not.toContain('new (G')
})

test('moving up pauses', async () => {
  await using dashboard = await openDashboard(auditEvents(30))
  dashboard.press('k')
  await dashboard.screen.see('PAUSED')
  await dashboard.screen.see('29/30')
})

test('only what matches is said to wait; the rest is told apart', async () => {
  await using dashboard = await openDashboard(auditEvents(30), { filter: 'area:Users' })
  dashboard.press(' ')
  await dashboard.screen.see('PAUSED')
  dashboard.daemon.arrive(...auditEvents(40, 31))
  await dashboard.screen.see('▼ 10 new')
  await dashboard.screen.see('+30 hidden')
})

test('scrolling up reaches the first event of the trail, page by page', async () => {
  await using dashboard = await openDashboard(auditEvents(1700))
  const { screen, press } = dashboard
  await screen.see('500 loaded · 1,700 in trail')
  press('g')
  await screen.see('1,000 loaded')
  press('gg')
  await screen.until(({ text }) => text.includes('Thing 1') && text.includes('14:30:01'), 'the first event')
  press('G')
  await screen.see('14:58:20')
})

test('events that came while the link was down are told, and shown once', async () => {
  await using dashboard = await openDashboard(auditEvents(30))
  const { screen, daemon } = dashboard
  daemon.lose(Date.now())
  await screen.see('reconnecting 1')
  daemon.arrive(...auditEvents(3, 31))
  daemon.reconnectNow()
  await screen.see(/offline .* · 3 events recovered · 0 lost/)
  await screen.see('14:30:33')
  expect(screen.text.match(/14:30:32/g)).toHaveLength(1)
  await screen.see('● LIVE')
})

test('an event that is told twice is shown once', async () => {
  await using dashboard = await openDashboard(auditEvents(3))
  const { screen, daemon } = dashboard
  daemon.tell({ events: auditEvents(4), cursor: '4' })
  daemon.tell({ events: [auditEvent(4), auditEvent(5)], cursor: '5' })
  await screen.see('14:30:05')
  expect(screen.text.match(/14:30:0\d/g)).toEqual([1, 2, 3, 4, 5].map((second) => `14:30:0${second}`))
})

test('what is gone is told', async () => {
  await using dashboard = await openDashboard(auditEvents(3))
  dashboard.daemon.tell({ gap: { from: 4, to: 9, count: 6, reason: 'retention' }, cursor: '9' })
  await dashboard.screen.see('6 events are gone (retention)')
})

test('another trail behind the same address is begun anew', async () => {
  await using dashboard = await openDashboard(auditEvents(3))
  const { screen, daemon } = dashboard
  daemon.becomeAnother([auditEvent(1, { action: 'Label Created' })])
  await screen.see('The daemon has another trail now')
  await screen.see('Label Created')
  expect(screen.text).not.toContain('Policy Updated')
  daemon.arrive(auditEvent(2, { action: 'Label Deleted' }))
  await screen.see('Label Deleted')
})

test('the detail of an event stays while others come', async () => {
  await using dashboard = await openDashboard([
    ...auditEvents(5),
    auditEvent(6, {
      changes: [
        { path: '/roles', before: ['viewer'], after: ['viewer', 'admin'] },
        { path: '/limit', after: 5 },
      ],
    }),
  ])
  const { screen, press, daemon } = dashboard
  press(KEYS.enter)
  await screen.see('changes (2)')
  await screen.see('~ roles ["viewer"] → ["viewer","admin"]')
  await screen.see('+ limit 5')
  await screen.see('not checked')
  daemon.arrive(...auditEvents(50, 7))
  await screen.see('▼ 50 new')
  await screen.see('~ roles')
  press(KEYS.escape)
  await screen.lose('changes (2)')
})

test('who stands still before the first row has come stands on the newest', async () => {
  await using dashboard = await openDashboard(auditEvents(300), { filter: 'area:Nowhere' })
  const { screen, press, daemon } = dashboard
  const call = daemon.call.bind(daemon)
  let answer = () => {}
  const asked = new Promise<void>((resolve) => {
    answer = resolve
  })
  daemon.call = async (method, params) => {
    if (method === 'query') await asked
    return call(method, params)
  }
  press('\\ ')
  await screen.see('PAUSED')
  answer()
  await screen.see('300/300')
})
