import { expect, test } from 'vitest'
import { TrailError } from '#protocol/error.js'
import { auditEvent, auditEvents, T0 } from '../support/audit-event.js'
import { type Dashboard, openDashboard } from '../support/dashboard.js'

const LATER = T0 + 3_700_000
const gap = (from: number, to: number, reason: 'retention' | 'erased' | 'lost') =>
  ({ gap: { from, to, count: to - from + 1, reason }, cursor: String(to) }) as const

async function lose({ daemon, screen }: Dashboard): Promise<void> {
  daemon.lose(LATER)
  await screen.see('reconnecting')
}

async function back({ daemon, screen }: Dashboard): Promise<void> {
  daemon.reconnectNow()
  await screen.see('● LIVE')
}

const rowsOfOutages = ({ screen }: Dashboard) => screen.lines.filter((line) => line.includes('offline'))

test('an outage is told in one row: how long, why, what came of it', async () => {
  await using dashboard = await openDashboard(auditEvents(5), { columns: 140 })
  await lose(dashboard)
  dashboard.daemon.arrive(...auditEvents(3, 6))
  await back(dashboard)
  await dashboard.screen.see(
    /offline 15:30:00 → 15:30:00 \(0s\) · 3 events recovered · 0 lost · Cannot reach the daemon/,
  )
})

test('outages between which nothing came are one row', async () => {
  await using dashboard = await openDashboard(auditEvents(5), { columns: 140 })
  for (const seq of [6, 7]) {
    await lose(dashboard)
    if (seq === 7) dashboard.daemon.events.push(auditEvent(6), auditEvent(7))
    await back(dashboard)
  }
  await dashboard.screen.see(/\(0s, 2 times\) · 2 events recovered/)
  await dashboard.screen.see('5 loaded')
  expect(rowsOfOutages(dashboard)).toHaveLength(1)
})

test('outages between which events came are two rows', async () => {
  await using dashboard = await openDashboard(auditEvents(5))
  const { daemon, screen } = dashboard
  for (const seq of [6, 7]) {
    await lose(dashboard)
    await back(dashboard)
    daemon.arrive(auditEvent(seq))
    await screen.see(`14:30:0${seq}`)
  }
  expect(rowsOfOutages(dashboard)).toHaveLength(2)
})

test('what an outage has cost is told in its row, also where it is learned behind events of that time', async () => {
  await using dashboard = await openDashboard(auditEvents(5), { columns: 140 })
  const { daemon, screen } = dashboard
  await lose(dashboard)
  daemon.events.push(...auditEvents(20, 6))
  daemon.tell({ events: auditEvents(2, 6), cursor: '7' })
  daemon.tell(gap(8, 12, 'retention'))
  daemon.tell({ events: auditEvents(3, 13), cursor: '15' })
  daemon.tell(gap(16, 17, 'erased'))
  daemon.tell({ events: auditEvents(8, 18), cursor: '25' })
  await back(dashboard)
  await screen.see('13 events recovered · 7 LOST (retention, erased)')
  await screen.see('14:30:25')
  expect(screen.text).not.toContain('are gone')
})

test('what is gone afterwards has a row of its own, neighbours of one reason one row', async () => {
  await using dashboard = await openDashboard(auditEvents(5))
  const { daemon, screen } = dashboard
  await lose(dashboard)
  await back(dashboard)
  daemon.tell(gap(6, 9, 'retention'))
  daemon.tell(gap(11, 13, 'retention'))
  daemon.tell(gap(14, 14, 'lost'))
  await screen.see('7 events are gone (retention)')
  await screen.see('1 event is gone (lost)')
  await screen.see('nothing missed · 0 lost')
})

test('at 20 x 5 an outage still says what it cost', async () => {
  await using dashboard = await openDashboard(auditEvents(5), { columns: 20, rows: 5 })
  const { daemon, screen } = dashboard
  daemon.lose(LATER)
  daemon.arrive(...auditEvents(2, 6))
  daemon.reconnectNow()
  await screen.see('offline 0s +2')
})

test.each([
  [80, 24],
  [200, 50],
  [20, 5],
])('a daemon that refuses us is told over the full width, with what to do, at %i x %i', async (columns, rows) => {
  await using dashboard = await openDashboard(auditEvents(50), { columns, rows })
  const { daemon, screen, press } = dashboard
  daemon.refuse(new TrailError('unauthorized', 'Cannot connect to \x1b[8mthere: there is no valid token'))
  await screen.see('○ REFUSED: ')
  await screen.see(/token/)
  if (columns > 20) {
    await screen.see('AUDIT_TRAIL_TOKEN')
    await screen.see('Cannot connect to ␛[8mthere')
    await screen.see('NOT CONNECTED')
  }
  press('k')
  await screen.see('⏸')
  // Where there is no room for a time, by where one stands.
  await screen.see(columns > 20 ? /30:49/ : / 49\/50 /)
})

test('who may not read the trail is told so', async () => {
  await using dashboard = await openDashboard(auditEvents(5))
  dashboard.daemon.refuse(new TrailError('forbidden', 'Cannot connect: this token may not'))
  await dashboard.screen.see('REFUSED: this token may not read the trail')
})

test('who stands still is told when what he sees will part from what waits', async () => {
  let nowMs = T0 + 3_600_000
  await using dashboard = await openDashboard(auditEvents(30), { columns: 120, maxEvents: 2000, now: () => nowMs })
  const { screen, daemon, press } = dashboard
  press('k')
  await screen.see('PAUSED')
  daemon.arrive(...auditEvents(500, 31))
  await screen.see('▼ 500 new')
  nowMs += 1000
  // 50 a second over ten seconds, and room for 2,470 more.
  await screen.see('oldest paused event will leave in ~49s')
})
