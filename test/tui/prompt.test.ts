import { expect, test } from 'vitest'
import { auditEvents } from '../support/audit-event.js'
import { KEYS, openDashboard } from '../support/dashboard.js'

const ROW = /\d\d:\d\d:\d\d +\w+@/

test('the list shows what the filter would leave while it is typed, and all of it again after Escape', async () => {
  await using dashboard = await openDashboard(auditEvents(60))
  const { screen, press } = dashboard
  press('/area:Users')
  await screen.until(
    ({ lines }) => lines.filter((line) => ROW.test(line)).every((line) => /Policy/.test(line)),
    'Users',
  )
  expect(screen.text).not.toContain('▌')
  press(' alice')
  await screen.see('5 of 60')
  await screen.until(({ lines }) => lines.filter((line) => ROW.test(line)).length === 5, 'the five')
  press(KEYS.escape)
  await screen.see('Source Created')
  await screen.see('60 loaded')
})

test('around an old event what would be left of its neighbours is shown', async () => {
  await using dashboard = await openDashboard(auditEvents(400))
  const { screen, press } = dashboard
  press('g')
  await screen.see(/▌ {3}14:30:01/)
  press('/area:Users')
  await screen.see('14:30:02')
  await screen.until(({ text }) => ROW.test(text) && !/14:30:01 +\w+@/.test(text), 'its neighbours alone')
  press('\x15zzz')
  await screen.see('nothing that is loaded matches')
})

test('the last count stays while a term is not yet there in full', async () => {
  await using dashboard = await openDashboard(auditEvents(60))
  const { screen, press } = dashboard
  press('/area:Users')
  await screen.see('15 of 60')
  press(' actor:')
  await screen.see(/15 …/)
  press(`"${KEYS.enter}`)
  await screen.see(/15 ✗/)
})

test('at most five candidates hide events on a small screen, right of what is typed', async () => {
  await using dashboard = await openDashboard(auditEvents(60))
  const { screen, press } = dashboard
  press('/')
  await screen.see("the actor's id, name or email")
  const below = screen.lines.slice(2, 7)
  expect(below.every((line) => /actor|action|area|resource/.test(line))).toBe(true)
  expect(screen.lines[7]).not.toMatch(/resource\.type:/)
  press(KEYS.shiftTab)
  await screen.see('filter ▏workspace:')
})

test('what plus would do is told below, for the column that has the cursor', async () => {
  await using dashboard = await openDashboard(auditEvents(60))
  const { screen, press } = dashboard
  await screen.see('+ action:"Source Created"')
  await screen.see('+ in action')
  press('h')
  await screen.see('+ in actor')
  await screen.see(/\+ actor:u-alice *\n/)
  press('+')
  await screen.see('filter actor:alice@acme.io')
})

test('where the column of the cursor has no room, plus goes by the one that is shown', async () => {
  await using dashboard = await openDashboard(auditEvents(60), { columns: 200, rows: 50 })
  const { screen, press, resize } = dashboard
  press('llllllllh')
  await screen.see('+ in address')
  resize(59, 24)
  await screen.lose('FROM')
  press('+')
  await screen.see('action:"Source Created"')
})
