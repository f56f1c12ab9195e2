import { expect, test } from 'vitest'
import { auditEvent, auditEvents } from '../support/audit-event.js'
import { KEYS, openDashboard } from '../support/dashboard.js'

/** Where the bar of the cursor stands. */
const onCursor = (lines: readonly string[]) => lines.find((line) => line.startsWith('▌')) ?? ''

const needle = (seq: number) => auditEvent(seq, { resource: { name: 'Billing plan' } })

test('c shows the event among its neighbours, and c returns to it under the filter', async () => {
  await using dashboard = await openDashboard(auditEvents(2000), { filter: 'area:Users' })
  const { screen, press } = dashboard
  await screen.see('500 of 2.0k')
  press('kkk')
  await screen.until(({ lines }) => /15:03:06/.test(onCursor(lines)), 'an event')
  press('c')
  await screen.see('context of 15:03:06 · c returns')
  await screen.see('15:03:05')
  await screen.see('15:03:07')
  expect(onCursor(screen.lines)).toContain('15:03:06')
  press('jjjjjjjj')
  await screen.until(({ lines }) => /15:03:14/.test(onCursor(lines)), 'a neighbour')
  press('c')
  await screen.lose('context of')
  await screen.until(({ lines }) => /15:03:06/.test(onCursor(lines)), 'the event')
  await screen.lose('15:03:05')
})

test('an event far back keeps its place through context', async () => {
  await using dashboard = await openDashboard(auditEvents(4000), { filter: 'area:Users' })
  const { screen, press } = dashboard
  press('ggg')
  await screen.until(({ lines }) => /14:30:02/.test(onCursor(lines)), 'the first')
  press('c')
  await screen.see('14:30:01')
  await screen.until(({ lines }) => /14:30:02/.test(onCursor(lines)), 'the first among all')
  press('c')
  await screen.lose('14:30:01')
  await screen.until(({ lines }) => /14:30:02/.test(onCursor(lines)), 'the first again')
})

test('without a filter there is no context to show', async () => {
  await using dashboard = await openDashboard(auditEvents(5))
  dashboard.press('c')
  await dashboard.screen.see('Nothing is filtered')
})

test('@ goes to a time, loaded or not', async () => {
  await using dashboard = await openDashboard(auditEvents(3000))
  const { screen, press } = dashboard
  await screen.see('500 loaded')
  press('@14:40')
  await screen.see('→ 2026-11-20 14:40:00 UTC')
  press(KEYS.enter)
  await screen.until(({ lines }) => /14:40:00/.test(onCursor(lines)), 'the event at that time')
  await screen.see('14:39:59')
  press(`@-15m${KEYS.enter}`)
  await screen.until(({ lines }) => /15:15:00/.test(onCursor(lines)), 'a quarter of an hour ago')
  press(`@today 14:30:10${KEYS.enter}`)
  await screen.until(({ lines }) => /14:30:10/.test(onCursor(lines)), 'early on')
  press(`@yesterday 9am${KEYS.enter}`)
  await screen.until(({ lines }) => /14:30:01/.test(onCursor(lines)), 'the first there is')
  press(`@now${KEYS.enter}`)
  await screen.until(({ lines }) => /15:20:00/.test(onCursor(lines)), 'the last there is')
})

test('@ says what it does not understand, and what it would', async () => {
  await using dashboard = await openDashboard(auditEvents(5))
  const { screen, press } = dashboard
  press(`@soon${KEYS.enter}`)
  await screen.see('✗ expected 12:04')
  press(KEYS.escape)
  await screen.see('FOLLOWING')
})

test.each([
  // An age, as there is no room for a time, and what was found in its one line.
  [20, 5, /^▌ {2}59m Destin… alice/, /^⏸ \*1\/1 /, '5/30'],
  [200, 50, /▌..\*14:30:21/, / “billing” hit 1 of 1 /, '▌   14:30:05'],
])('finding and going works at %i x %i', async (columns, rows, hit, told, time) => {
  await using dashboard = await openDashboard([...auditEvents(20), needle(21), ...auditEvents(9, 22)], {
    columns,
    rows,
  })
  const { screen, press } = dashboard
  press('sbilling')
  await screen.see(/find ▏.*ing/)
  press(KEYS.enter)
  await screen.until(({ lines }) => lines.some((line) => hit.test(line)), 'the hit')
  await screen.until(({ lines }) => lines.some((line) => told.test(line)), 'what was found')
  press(`@14:30:05${KEYS.enter}`)
  await screen.see(time)
})
