import { expect, test } from 'vitest'
import { auditEvent, auditEvents } from '../support/audit-event.js'
import { KEYS, openDashboard } from '../support/dashboard.js'

test('a filter that is typed tells what it would leave, and applies on Enter', async () => {
  await using dashboard = await openDashboard(auditEvents(700))
  const { screen, press } = dashboard
  press('/area:Users')
  await screen.see('175 of 700 · 125 loaded')
  press(KEYS.enter)
  await screen.see(/filter area:Users .*175 of 700 in trail/)
  await screen.until(({ text }) => !text.includes('Source Created'))
})

test('Escape leaves the filter as it was', async () => {
  await using dashboard = await openDashboard(auditEvents(30), { filter: 'actor:alice@acme.io' })
  const { screen, press } = dashboard
  press('/area:Users')
  await screen.see('actor:alice@acme.io area:Users')
  press(KEYS.escape)
  await screen.see(/filter actor:alice@acme.io +10 of 30/)
})

test('a filter that is mistyped is answered with its column, and does not apply', async () => {
  await using dashboard = await openDashboard(auditEvents(30))
  const { screen, press } = dashboard
  press('/area:Users aktion:x')
  await screen.see('column 12: expected the key action')
  press(KEYS.enter)
  await screen.see('✗ column 12')
  press(`\x17action:"${KEYS.enter}`)
  await screen.see('expected a closing "')
  press('Source Created"')
  press(KEYS.enter)
  await screen.see(/filter area:Users 8 action:"Source Created" 7 +0 of 30/)
  await screen.see('nothing matches')
})

test('Tab completes keys, then values with the most frequent first', async () => {
  await using dashboard = await openDashboard([...auditEvents(20), auditEvent(21, { area: 'Users' })])
  const { screen, press } = dashboard
  await screen.see('21 loaded')
  press(`/ar${KEYS.tab}`)
  await screen.see('filter ▏area:')
  await screen.see(/Users +6/)
  press(`${KEYS.tab}${KEYS.tab}`)
  await screen.see(/filter ▏area:(Sources|"Destination Filters"|Warehouses)/)
  press(`\x15-action:dest${KEYS.tab}`)
  await screen.see('filter ▏-action:"Destination Filter Disabled"')
  press(KEYS.enter)
  await screen.see('15 of 21 in trail')
})

test('filters used before come back with the arrows', async () => {
  await using dashboard = await openDashboard(auditEvents(30))
  const { screen, press } = dashboard
  for (const filter of ['area:Users', 'area:Sources']) {
    press(`/\x15${filter}${KEYS.enter}`)
    await screen.see(`filter ${filter}`)
  }
  press(`/\x15${KEYS.up}${KEYS.up}`)
  await screen.see('filter ▏area:Users')
  press(KEYS.down)
  await screen.see('filter ▏area:Sources')
})

test('plus and minus filter by the value under the column cursor', async () => {
  await using dashboard = await openDashboard(auditEvents(30))
  const { screen, press } = dashboard
  press('+')
  await screen.see('filter action:"Policy Updated"')
  press('l-')
  await screen.see(/action:"Policy Updated" 8 -resource:r-2 2[0-9]/)
  press('hh=')
  await screen.see(/filter actor:carol@acme\.io +10 of 30/)
})

test('the filter goes off and on again with the same event selected', async () => {
  await using dashboard = await openDashboard(auditEvents(400), { filter: 'area:Users' })
  const { screen, press } = dashboard
  press('kkkk')
  await screen.see(/▌.{3}14:36:22/)
  press('\\')
  await screen.see('off: area:Users')
  await screen.see(/▌.{3}14:36:22/)
  press('\\')
  await screen.see('filter area:Users')
  await screen.see(/▌.{3}14:36:22/)
})

test('an event deep in the past stays selected when the filter is lifted, and both ways on are open', async () => {
  await using dashboard = await openDashboard(auditEvents(9000), { filter: 'area:Users' })
  const { screen, press } = dashboard
  await screen.see(/▌.{3}\d\d:\d\d:\d\d/)
  for (let i = 0; i < 4; i++) {
    press('g')
    await screen.see(new RegExp(`${['500', '1,000', '1,500', '2,000'][i]} of .*|1/`))
  }
  await screen.until(({ text }) => text.includes('PAUSED'))
  press('\\')
  await screen.see('off: area:Users')
  const selected = /▌.{3}(\d\d:\d\d:\d\d)/.exec(screen.text)![1]!
  press(KEYS.down)
  await screen.until(({ text }) => new RegExp(`${selected}.*\\n▌`).test(text), 'the event after it')
  press('G')
  await screen.see('17:00:00')
})

test('panes list every value of the trail, and narrow it', async () => {
  await using dashboard = await openDashboard(auditEvents(700), { columns: 200, rows: 50 })
  const { screen, press } = dashboard
  await screen.see(/\[ \] Users +175/)
  press(KEYS.tab)
  await screen.see('▌AREA')
  press(' ')
  await screen.see(/filter area:/)
  await screen.see('[x]')
  press('j+')
  await screen.see(/filter area:.*,/)
  await screen.see(/350 of 700/)
  press('-')
  await screen.see('[-]')
  await screen.see(/ -area:/)
  press(`${KEYS.tab}${KEYS.tab}=`)
  await screen.see(/▌ACTOR/)
  await screen.see(/actor:\w+@acme/)
  press(KEYS.escape)
  await screen.until(({ text }) => !text.includes('▌ACTOR'))
})

test('on a small screen the panes open with Tab and close with Escape', async () => {
  await using dashboard = await openDashboard(auditEvents(30))
  const { screen, press } = dashboard
  press(KEYS.tab)
  await screen.see('▌AREA')
  await screen.see(/14:30:30 +(bob|alice)/)
  press(KEYS.escape)
  await screen.lose('▌AREA')
  press(`${KEYS.shiftTab}${KEYS.shiftTab}`)
  await screen.see('▌ACTOR')
})

test('the next failure is found, and that there is none is told', async () => {
  await using dashboard = await openDashboard(auditEvents(30))
  const { screen, press } = dashboard
  press('E')
  await screen.see(/▌ ✗ 14:30:27/)
  press('E')
  await screen.see(/▌ ✗ 14:30:23/)
  press('ee')
  await screen.see('There is no later failure')
})

test('nothing that a filter hides is asked for again when it is narrowed at once', async () => {
  await using dashboard = await openDashboard(auditEvents(30))
  const { screen, press, daemon } = dashboard
  press('/alice')
  press(KEYS.enter)
  await screen.see(/filter alice +10 of 30/)
  const queries = daemon.asked.filter(({ method }) => method === 'query').map(({ params }) => params.filter)
  expect(queries).toEqual(['seq:..30', 'alice seq:..30'])
})
