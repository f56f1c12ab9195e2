import { expect, test } from 'vitest'
import { noMemory } from '#tui/memory.js'
import { auditEvents } from '../support/audit-event.js'
import { type Dashboard, KEYS, openDashboard } from '../support/dashboard.js'

const WIDE = { columns: 200, rows: 50 }

/** Where the detail's edge stands in the row of the titles; -1 where it has none. */
const edge = ({ screen }: Dashboard) => screen.lines[8]!.lastIndexOf('│')

const untilEdge = (dashboard: Dashboard, at: number) =>
  dashboard.screen.until(() => edge(dashboard) === at, `an edge at ${at}`)

/** The mouse goes down on a cell, along to another and up there. */
function drag({ press }: Dashboard, from: readonly [x: number, y: number], to: readonly [x: number, y: number]): void {
  const at = ([x, y]: readonly [number, number]) => `${x + 1};${y + 1}`
  press(`\x1b[<0;${at(from)}M`)
  press(`\x1b[<32;${at(to)}M`)
  press(`\x1b[<0;${at(to)}m`)
}

test.each([
  [200, 50],
  [80, 24],
  [80, 50],
  [20, 5],
])('z gives the pane that has the keys the whole screen, and back, at %i x %i', async (columns, rows) => {
  await using dashboard = await openDashboard(auditEvents(60), { columns, rows })
  const { screen, press } = dashboard
  press(KEYS.enter)
  await screen.see('⏸')
  await screen.until(({ text }) => rows < 24 || text.includes('same target'), 'what is related')
  await screen.quiet()
  const shown = () => screen.lines.map((line) => line.trimEnd()).join('\n')
  const before = shown()
  press('z')
  await screen.quiet()
  expect(screen.text).not.toMatch(/TIME|ACTOR {9}|│[▌ ]/)
  expect(screen.lines.some((line) => /^▌\S/.test(line))).toBe(true)
  press('z')
  await screen.quiet()
  expect(shown()).toBe(before)
})

test('Esc and q take the room back before they close anything', async () => {
  await using dashboard = await openDashboard(auditEvents(60), WIDE)
  const { screen, press } = dashboard
  await screen.see('AREA  ')
  press('z')
  await screen.until(({ text }) => !/^.AREA +\d/m.test(text), 'the list alone')
  press('q')
  await screen.see(/^.AREA +\d/m)
})

test('panes are made smaller and larger, and stay so the next time', async () => {
  const memory = noMemory()
  {
    await using dashboard = await openDashboard(auditEvents(60), { ...WIDE, memory })
    dashboard.press(KEYS.enter)
    await untilEdge(dashboard, 127)
    dashboard.press('>')
    await untilEdge(dashboard, 123)
    dashboard.press('<<')
    await untilEdge(dashboard, 131)
    dashboard.press(KEYS.shiftTab.repeat(8))
    dashboard.press('<')
    await dashboard.screen.until(() => edge(dashboard) === 127, 'a smaller list')
  }
  expect(memory.read().panes).toEqual({ detail: 72 })
  memory.remember({ panes: { detail: 40 } })
  await using again = await openDashboard(auditEvents(60), { ...WIDE, memory })
  again.press(KEYS.enter)
  await untilEdge(again, 159)
})

test('a pane that stands alone says that it has no neighbour', async () => {
  await using dashboard = await openDashboard(auditEvents(60))
  dashboard.press('>')
  await dashboard.screen.see('Nothing stands beside it')
  dashboard.press('z>')
  await dashboard.screen.see('z gives it back')
})

test('the edge of a pane can be dragged, and is remembered where it was let go', async () => {
  const memory = noMemory()
  await using dashboard = await openDashboard(auditEvents(60), { ...WIDE, memory })
  dashboard.press(KEYS.enter)
  await untilEdge(dashboard, 127)
  drag(dashboard, [127, 20], [99, 25])
  await untilEdge(dashboard, 99)
  drag(dashboard, [40, 20], [49, 20])
  await dashboard.screen.until(({ lines }) => lines[12]!.indexOf('│') === 49, 'wider facets')
  expect(memory.read().panes).toEqual({ detail: 100, facets: 49 })
  // What the mouse goes down on elsewhere is not drawn along.
  drag(dashboard, [60, 20], [90, 20])
  await dashboard.screen.quiet()
  expect(edge(dashboard)).toBe(99)
})

test('where the screen is narrow and tall, the detail stands below the list and takes its rows from it', async () => {
  const memory = noMemory()
  await using dashboard = await openDashboard(auditEvents(90), { columns: 80, rows: 50, memory })
  const { screen, press } = dashboard
  press(KEYS.enter)
  await screen.see(/^─{80}$/m)
  const rule = () => screen.lines.findIndex((line) => /^─{80}$/.test(line))
  const before = rule()
  expect(screen.lines[before + 1]).toMatch(/^▌.* seq /)
  press('>>')
  await screen.until(() => rule() === before - 2, 'a larger detail')
  drag(dashboard, [40, before - 2], [40, before + 5])
  await screen.until(() => rule() === before + 5, 'a smaller detail')
  expect(memory.read().panes).toEqual({ detailRows: 13 })
})
