import { expect, test } from 'vitest'
import { auditEvents } from '../support/audit-event.js'
import { type Dashboard, KEYS, openDashboard } from '../support/dashboard.js'

const SIZES = [
  [20, 5],
  [80, 24],
  [200, 50],
] as const
const DELETE = '\x1b[3~'

/** The filter that was last asked for. */
const filterOf = ({ daemon }: Dashboard) =>
  daemon.asked.filter(({ method }) => method === 'histogram').at(-1)?.params.filter

test.each(SIZES)(
  'at %i x %i, a part of the filter is switched off and on, turned round, taken out',
  async (columns, rows) => {
    await using dashboard = await openDashboard(auditEvents(90), { columns, rows, filter: 'area:Users actor:u-alice' })
    const { screen, press } = dashboard
    const becomes = (filter: string) => screen.until(() => filterOf(dashboard) === filter, filter)
    press(KEYS.shiftTab)
    await screen.see('area:Users')
    press(' ')
    await becomes('actor:u-alice')
    await screen.see('○ area:Users')
    press(' ')
    await becomes('area:Users actor:u-alice')
    press(`${KEYS.right}-`)
    await becomes('area:Users -actor:u-alice')
    await screen.see(/-actor:(u-a|al)/)
    press(`${KEYS.left}${DELETE}`)
    await becomes('-actor:u-alice')
    press(DELETE)
    await becomes('')
    press('k')
    await screen.see('⏸')
  },
)

test('each part of the filter tells how many events match it alone', async () => {
  await using dashboard = await openDashboard(auditEvents(120))
  const { screen, press } = dashboard
  press(`/area:Users actor:u-alice${KEYS.enter}`)
  await screen.see(/filter area:Users 30 actor:alice@acme\.io 40 .*10 of 120/)
})

test('who did it is told by the address that people know, where it is known', async () => {
  const filter = 'actor:u-alice,u-bob -actor:u-none actor:u-*'
  await using dashboard = await openDashboard(auditEvents(120), { columns: 120, rows: 24, filter })
  const { screen, press } = dashboard
  await screen.see(/filter actor:alice@acme\.io,bob@acme\.io \d+ -actor:u-none \d+ actor:u-\* \d+/)
  press(`${KEYS.shiftTab}${KEYS.enter}`)
  await screen.see('▏actor:u-alice,u-bob')
})

test('a part that is off stays where it was while the others change', async () => {
  await using dashboard = await openDashboard(auditEvents(120), { filter: 'area:Users actor:u-alice has:changes' })
  const { screen, press } = dashboard
  press(`${KEYS.shiftTab}l `)
  await screen.see(/filter area:Users 30 ○ actor:u-alice 40 has:changes 0 /)
  press(`h${DELETE}`)
  await screen.see(/filter ○ actor:u-alice 40 has:changes 0 /)
  press(`/ action:x${KEYS.enter}`)
  await screen.see(/filter ○ actor:u-alice 40 has:changes 0 action:x 0 /)
  press(`/\x15actor:u-alice${KEYS.enter}`)
  await screen.see(/filter actor:alice@acme\.io +40 of/)
})

test.each(SIZES)('at %i x %i, Enter edits the part under the cursor', async (columns, rows) => {
  await using dashboard = await openDashboard(auditEvents(90), { columns, rows, filter: 'area:Users  "actor":u-alice' })
  const { screen, press } = dashboard
  press(KEYS.shiftTab)
  await screen.see('area:Users')
  press(KEYS.enter)
  await screen.see('▏')
  press(`,Sources${KEYS.enter}`)
  await screen.until(() => filterOf(dashboard) === 'area:Users,Sources  "actor":u-alice', 'the filter')
})

test('a click switches a part off', async () => {
  await using dashboard = await openDashboard(auditEvents(120), { filter: 'area:Users actor:u-alice' })
  const { screen, click } = dashboard
  await screen.see('actor:alice@acme.io 40')
  click('actor:alice')
  await screen.see(/filter area:Users 30 ○ actor:alice@acme\.io 40 /)
})

test('what does not fit is cut, and what has the keys is in sight', async () => {
  const areas = Array.from({ length: 12 }, (_, i) => `details.path.number${i}:x`)
  await using dashboard = await openDashboard(auditEvents(9), { filter: areas.join(' ') })
  const { screen, press } = dashboard
  await screen.see('details.path.number0:x')
  press(`${KEYS.shiftTab}G`)
  await screen.see(/filter … .*details\.path\.number11:x/)
  expect(screen.text).not.toContain('number0:x')
})
