import { expect, test } from 'vitest'
import { auditEvents } from '../support/audit-event.js'
import { KEYS, openDashboard } from '../support/dashboard.js'

const CTRL_R = '\x12'

test.each([
  [20, 5],
  [80, 24],
  [200, 50],
])('at %i x %i, a filter used before is found by what it holds', async (columns, rows) => {
  await using dashboard = await openDashboard(auditEvents(60), { columns, rows })
  const { screen, press, daemon } = dashboard
  const filter = () => daemon.asked.filter(({ method }) => method === 'histogram').at(-1)?.params.filter
  for (const text of ['area:Users', 'actor:u-bob', 'area:Sources']) {
    press(`/\x15${text}${KEYS.enter}`)
    await screen.until(() => filter() === text, text)
  }
  press(`/\x15${CTRL_R}`)
  await screen.see('1 of 3')
  press('AREA')
  await screen.see('1 of 2')
  press(CTRL_R)
  await screen.see('2 of 2')
  press(KEYS.enter)
  await screen.lose('2 of 2')
  press(KEYS.enter)
  await screen.until(() => filter() === 'area:Users', 'the filter')
})

test('Escape leads back to what was typed', async () => {
  await using dashboard = await openDashboard(auditEvents(60))
  const { screen, press } = dashboard
  press(`/alice${CTRL_R}zz`)
  await screen.see(/used ▏zz +none/)
  press(KEYS.escape)
  await screen.see('filter ▏alice')
})

test('a click takes a filter', async () => {
  await using dashboard = await openDashboard(auditEvents(60))
  const { screen, press, click } = dashboard
  press(`/area:Users${KEYS.enter}`)
  await screen.see('filter area:Users')
  press(`/\x15alice${KEYS.enter}`)
  await screen.see('filter alice')
  press(`/\x15${CTRL_R}`)
  await screen.see('1 of 2')
  click(' area:Users ')
  await screen.see('filter ▏area:Users')
  expect(screen.text).not.toContain('1 of 2')
})
