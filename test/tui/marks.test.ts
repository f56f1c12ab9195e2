import { expect, test } from 'vitest'
import { noMemory } from '#tui/memory.js'
import { auditEvent, auditEvents } from '../support/audit-event.js'
import { KEYS, openDashboard } from '../support/dashboard.js'

test('events are marked, found again, and unmarked', async () => {
  await using dashboard = await openDashboard(auditEvents(60))
  const { screen, press } = dashboard
  press('m')
  await screen.see(/▌ {2}m14:31:00/)
  await screen.see('marked · 1 mark ')
  press('kkkkm')
  await screen.see(/▌ {2}m14:30:56/)
  press('kkkkkkkk')
  await screen.see(/▌.{3}14:30:48/)
  press('u')
  await screen.see(/▌ {2}m14:30:56/)
  press('u')
  await screen.see(/▌ {2}m14:31:00/)
  press('u')
  await screen.see('No later mark')
  press('U')
  await screen.see(/▌ {2}m14:30:56/)
  press('m')
  await screen.see('mark taken off · 1 mark')
  await screen.see(/▌ {3}14:30:56/)
})

test('M marks from the event marked last to this one', async () => {
  await using dashboard = await openDashboard(auditEvents(60))
  const { screen, press } = dashboard
  press('M')
  await screen.see('mark one with m first')
  press('mkkkkM')
  await screen.see('marked 4 more · 5 marks')
  expect(screen.lines.filter((line) => /^. [ ✗]m14:/.test(line))).toHaveLength(5)
})

test('marks are listed with their notes, and the detail tells the note', async () => {
  await using dashboard = await openDashboard(auditEvents(60))
  const { screen, press } = dashboard
  press("mkkkm'")
  await screen.see('marks (2)')
  await screen.see(/▌11-20 14:30:57/)
  press('n')
  await screen.see('─ note ─')
  press(`who asked?${KEYS.enter}`)
  await screen.see(/14:30:57 +who asked\? +Destination Filter Disabled/)
  press('j')
  await screen.see(/▌11-20 14:31:00/)
  press(KEYS.enter)
  await screen.lose('marks (2)')
  await screen.see(/▌ {2}m14:31:00/)
  press("'k")
  await screen.see(/▌11-20 14:30:57/)
  press(KEYS.enter)
  await screen.see(/▌ {2}m14:30:57/)
  press(KEYS.enter)
  await screen.see(/marked +who asked\?/)
  press("'m")
  await screen.see('marks (1)')
  press(KEYS.escape)
  await screen.lose('who asked?')
})

test('a mark that the filter hides, or that was never loaded, is gone to all the same', async () => {
  await using dashboard = await openDashboard(auditEvents(1300))
  const { screen, press } = dashboard
  press('gg')
  await screen.see('14:30:01')
  press('gm')
  await screen.see('marked · 1 mark')
  press('G')
  await screen.see('FOLLOWING')
  press("'")
  await screen.see('marks (1)')
  press(KEYS.enter)
  await screen.see(/▌ {2}m14:30:01/)
  press(`/area:Users${KEYS.enter}`)
  await screen.see('filter area:Users')
  press(`'${KEYS.enter}`)
  await screen.see('The filter hid it')
  await screen.see(/▌ {2}m14:30:01/)
})

test('marks belong to the trail they were made in', async () => {
  await using dashboard = await openDashboard(auditEvents(9))
  const { screen, press, daemon } = dashboard
  press('m')
  await screen.see('1 mark')
  daemon.becomeAnother(auditEvents(9))
  await screen.see('another trail')
  expect(screen.lines.filter((line) => /^. [ ✗]m14:/.test(line))).toHaveLength(0)
})

test('there is nothing hidden in marks and notes', async () => {
  const name = 'a\u202eb\x1b[8m'
  await using dashboard = await openDashboard([auditEvent(1, { action: name, resource: { name } })])
  const { screen, press } = dashboard
  press("m'")
  await screen.see('marks (1)')
  press(`n\x1b[200~\u202enote\x1b]0;owned\x07\x1b[201~${KEYS.enter}`)
  await screen.see('<U+202E>note]0;owned')
  await screen.see('a<U+202E>b␛[8m')
  expect(screen.title).toBe('')
})

test('marks and notes are there the next time, whatever is loaded then', async () => {
  const memory = noMemory()
  {
    await using dashboard = await openDashboard(auditEvents(9), { memory })
    const { screen, press } = dashboard
    press("kkm'")
    await screen.see('marks (1)')
    press(`nlook here${KEYS.enter}`)
    await screen.see(/look here +/)
  }
  await using again = await openDashboard(auditEvents(900), { memory })
  const { screen, press } = again
  press("'")
  await screen.see(/14:30:07 +look here +Warehouse Run Failed/)
  press(KEYS.enter)
  await screen.see(/▌ ✗m14:30:07/)
  press('m')
  await screen.see('mark taken off · 0 marks')
  expect(memory.read().marks).toEqual({ t: [] })
})
