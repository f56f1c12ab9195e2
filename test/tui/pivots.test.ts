import { expect, test } from 'vitest'
import { auditEvent, auditEvents } from '../support/audit-event.js'
import { KEYS, openDashboard } from '../support/dashboard.js'

const SIZES = [
  [20, 5],
  [80, 24],
  [200, 50],
] as const
const BACKSPACE = '\x7f'

test.each(SIZES)(
  'at %i x %i, everything by an actor is one key away, and so is the way back',
  async (columns, rows) => {
    await using dashboard = await openDashboard(auditEvents(30), { columns, rows, filter: 'outcome:success' })
    const { screen, press, daemon } = dashboard
    press('k')
    await screen.see('⏸')
    press('a')
    const asked = () => daemon.asked.filter(({ method }) => method === 'count').map(({ params }) => params.filter)
    await screen.until(() => asked().at(-1) === 'actor:u-carol', 'the filter')
    press(BACKSPACE)
    await screen.until(() => asked().at(-1) === 'outcome:success', 'the filter of before')
  },
)

test('everything on a resource is one key away, also from the detail', async () => {
  await using dashboard = await openDashboard(auditEvents(30))
  const { screen, press } = dashboard
  press(`${KEYS.enter}o`)
  await screen.see(/filter resource:r-2/)
  press(KEYS.escape)
  await screen.see('TARGET')
  await screen.see(/filter resource:r-2/)
  press(BACKSPACE)
  await screen.see('filter none')
  press(BACKSPACE)
  await screen.see('The filter was not changed yet')
})

test('of an event without a resource that is said', async () => {
  await using dashboard = await openDashboard([auditEvent(1, { resource: {} })])
  const { screen, press } = dashboard
  press('o')
  await screen.see('names no resource')
})

test.each(SIZES)('at %i x %i, T and a digit show the last while, T and 0 everything', async (columns, rows) => {
  await using dashboard = await openDashboard(auditEvents(30), { columns, rows, filter: 'area:Users until:14:45' })
  const { screen, press, daemon } = dashboard
  press('T')
  await screen.see(/0 +all time|0 ● all time|last 15m/)
  press('3')
  const filters = () => daemon.asked.filter(({ method }) => method === 'histogram').map(({ params }) => params.filter)
  await screen.until(() => filters().at(-1) === 'area:Users since:1h', 'the last hour')
  press('T')
  await screen.see(/3 ● last 1h/)
  press('0')
  await screen.until(() => filters().at(-1) === 'area:Users', 'all of the time')
  press(`Tkk${KEYS.enter}`)
  await screen.until(() => filters().at(-1) === 'area:Users since:1d', 'the last day')
  press(`T${KEYS.escape}`)
  await screen.lose('5   last 24h')
  expect(filters().at(-1)).toBe('area:Users since:1d')
})

test('a stretch of time can be clicked', async () => {
  await using dashboard = await openDashboard(auditEvents(30))
  const { screen, press, click } = dashboard
  press('T')
  await screen.see('last 6h')
  click('last 6h')
  await screen.see('filter since:6h')
})
