import { expect, test } from 'vitest'
import { noMemory } from '#tui/memory.js'
import { auditEvents } from '../support/audit-event.js'
import { KEYS, openDashboard } from '../support/dashboard.js'

test('times, mouse and filters are as they were left', async () => {
  const memory = noMemory()
  {
    await using dashboard = await openDashboard(auditEvents(20), { memory })
    dashboard.press('tt')
    await dashboard.screen.until(({ text }) => text.includes('Times are how long ago'))
    dashboard.press('\x1bOQ')
    await dashboard.screen.until(({ text }) => text.includes('Mouse off'))
    dashboard.press(`/area:Users${KEYS.enter}`)
    await dashboard.screen.until(({ text }) => /filter area:Users/.test(text))
  }
  expect(memory.read()).toEqual({ time: 'relative', mouse: false, lastFilter: 'area:Users' })
  await using again = await openDashboard(auditEvents(20), { memory })
  expect(again.screen.bytes).not.toContain('\x1b[?1000h')
  again.press('t')
  await again.screen.until(({ text }) => text.includes('Times are local'))
  again.press(`/${KEYS.up}`)
  await again.screen.until(({ text }) => /filter ▏area:Users/.test(text))
})

test('what cannot be remembered is told', async () => {
  const memory = { ...noMemory(), onTrouble: (tell: (message: string) => void) => tell('Cannot remember: disk full') }
  await using dashboard = await openDashboard(auditEvents(20), { memory })
  await dashboard.screen.until(({ text }) => text.includes('Cannot remember: disk full'))
})
