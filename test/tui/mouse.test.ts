import { expect, test } from 'vitest'
import { noMemory } from '#tui/memory.js'
import { auditEvents } from '../support/audit-event.js'
import { openDashboard } from '../support/dashboard.js'

test('the first click says how to select text and how to be rid of the mouse, and no other does', async () => {
  const memory = noMemory()
  {
    await using dashboard = await openDashboard(auditEvents(20), { memory })
    dashboard.click('Thing 3')
    await dashboard.screen.see('Shift-drag selects text; F2 turns the mouse off')
  }
  expect(memory.read()).toEqual({ mouse: true })
  await using again = await openDashboard(auditEvents(20), { memory })
  again.click('Thing 3')
  await again.screen.see('PAUSED')
  await again.screen.quiet()
  expect(again.screen.text).not.toContain('Shift-drag')
})

test('what is dragged is clicked once', async () => {
  await using dashboard = await openDashboard(auditEvents(20))
  dashboard.press('\x1b[<0;20;9M\x1b[<32;22;9M\x1b[<32;24;9M\x1b[<0;24;9m')
  await dashboard.screen.see('PAUSED')
  await dashboard.screen.quiet()
  // A second click on the same row would open it.
  expect(dashboard.screen.text).toContain('TIME')
})
