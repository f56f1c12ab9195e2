import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PANES, panesFor } from '#tui/model/facet-panes.js'
import { auditEvent, auditEvents } from '../support/audit-event.js'
import { type Dashboard, KEYS, openDashboard } from '../support/dashboard.js'

const SIZES = [
  [20, 5],
  [80, 24],
  [200, 50],
] as const

const filterOf = ({ daemon }: Dashboard) =>
  daemon.asked.filter(({ method }) => method === 'histogram').at(-1)?.params.filter

test('where there is room, outcomes, resources, addresses and times have panes too', async () => {
  await using dashboard = await openDashboard(auditEvents(120), { columns: 200, rows: 50 })
  const { screen, click } = dashboard
  await screen.see(/\[ \] failure +30/)
  await screen.see(/\[ \] 10\.0\.0\.3 +1[34]/)
  await screen.see(/\[ \] r-3 +17/)
  click('failure')
  await screen.see('filter outcome:failure')
  await screen.see(/\[x\] failure +30/)
  await screen.see(/\[ \] success +90/)
  click('last 6h')
  await screen.see('outcome:failure 30 since:6h')
  click('last 6h')
  await screen.see('filter outcome:failure  ')
})

test.each(SIZES)('at %i x %i, arrows lead to the panes there is no room for', async (columns, rows) => {
  await using dashboard = await openDashboard(auditEvents(120), { columns, rows })
  const { screen, press } = dashboard
  press(KEYS.tab)
  await screen.see(/▌AREA/)
  press(KEYS.right.repeat(3))
  await screen.see(/▌OUTCOME/)
  await screen.see(/success/)
  press('j=')
  await screen.until(() => filterOf(dashboard) === 'outcome:failure', 'the failures')
  press(KEYS.left.repeat(4))
  await screen.see(/▌TIME/)
  press('-')
  await screen.until(() => filterOf(dashboard) === 'outcome:failure until:5m', 'what is older')
  await screen.see('[-]')
  press('-j+')
  await screen.until(() => filterOf(dashboard) === 'outcome:failure since:15m', 'the newest')
})

test('a label that its pane must cut stands below in full', async () => {
  const name = 'A very long name of a person who has done something here'
  await using dashboard = await openDashboard(
    [...auditEvents(9), auditEvent(10, { actor: { type: 'user', id: 'u-long', name } })],
    { columns: 200, rows: 50 },
  )
  const { screen, press } = dashboard
  press(`${KEYS.tab}${KEYS.tab}${KEYS.tab}jjj`)
  await screen.see(`ACTOR  ${name}  u-long  1 event`)
})

test('a bar cuts no wide character', async () => {
  const events = Array.from({ length: 9 }, (_, i) =>
    auditEvent(i + 1, { area: i < 4 ? '日本語のソース' : '王小明王小明' }),
  )
  await using dashboard = await openDashboard(events, { columns: 160, rows: 40 })
  await dashboard.screen.see(/日本語のソース +4/)
  await dashboard.screen.see(/王小明王小明 +5/)
})

test('whatever the room, the pane that has the keys is in sight, each once and in order', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 120 }), fc.constantFrom(...PANES, 'list'), (rows, focus) => {
      const panes = panesFor(rows, focus)
      expect(panes.length).toBeGreaterThan(0)
      expect(panes).toEqual(PANES.filter((pane) => panes.includes(pane)))
      if (focus !== 'list') expect(panes).toContain(focus)
    }),
  )
  expect(panesFor(16, 'list')).toEqual(['area', 'action', 'actor'])
  expect(panesFor(40, 'list')).toEqual(PANES)
})
