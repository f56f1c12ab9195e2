import fc from 'fast-check'
import { expect, test } from 'vitest'
import { columnAt, pickedColumns, stretchOf, timeColumns, timeIn } from '#tui/model/brush.js'
import { auditEvents } from '../support/audit-event.js'
import { type Dashboard, KEYS, openDashboard } from '../support/dashboard.js'

const SIZES = [
  [20, 5],
  [80, 24],
  [200, 50],
] as const
const BACKSPACE = '\x7f'

const histogramsOf = ({ daemon }: Dashboard) => daemon.asked.filter(({ method }) => method === 'histogram')
const lastOf = (dashboard: Dashboard) => histogramsOf(dashboard).at(-1)?.params ?? {}

test.each(SIZES)(
  'at %i x %i, a stretch of the histogram becomes the filter, and Backspace leads out',
  async (columns, rows) => {
    await using dashboard = await openDashboard(auditEvents(300), { columns, rows })
    const { screen, press } = dashboard
    press('i')
    await screen.see(/14:3\d(:\d\d → .* event| \d)/)
    press(`${KEYS.pageUp}${KEYS.left} ${KEYS.left}${KEYS.left}${KEYS.enter}`)
    await screen.until(() => /^since:2026-11-20T14:3.* until:2026/.test(String(lastOf(dashboard).filter)), 'the zoom')
    const { filter, from, to } = lastOf(dashboard)
    expect(filter).toBe(`since:${from} until:${to}`)
    press(BACKSPACE)
    await screen.until(() => lastOf(dashboard).filter === '', 'the whole')
    press('i')
    await screen.see(/:\d\d \w/)
  },
)

test('what is picked out is counted, and the list then has just that', async () => {
  await using dashboard = await openDashboard(auditEvents(292))
  const { screen, press } = dashboard
  await screen.see(/4.*▁|█/)
  press('i')
  await screen.see('4 events  ✗ 1 failed')
  press(' hh')
  await screen.see('12 events  ✗ 3 failed')
  press(KEYS.enter)
  await screen.see('12 of 292 in trail')
  press(BACKSPACE)
  await screen.see('292 loaded')
  press(KEYS.escape)
  await screen.lose('events  ✗')
})

test('Space begins a stretch, and again ends it', async () => {
  await using dashboard = await openDashboard(auditEvents(292))
  const { screen, press } = dashboard
  press('i h')
  await screen.see('8 events')
  press(' h')
  await screen.see(/ 4 events/)
})

test('Tab leads to the histogram', async () => {
  await using dashboard = await openDashboard(auditEvents(292))
  const { screen, press } = dashboard
  press(KEYS.shiftTab)
  await screen.see('4 events  ✗ 1 failed')
})

test('a click picks a column out, and a second one zooms in', async () => {
  await using dashboard = await openDashboard(auditEvents(292))
  const { screen, press } = dashboard
  const click = () => press('\x1b[<0;7;3M\x1b[<0;7;3m')
  await screen.see(/█/)
  click()
  await screen.see('14:30:01 → 14:30:04  4 events  ✗ 1 failed')
  click()
  await screen.see('4 of 292 in trail')
})

test('a stretch that the mouse is drawn over is told, and once let go is the filter', async () => {
  await using dashboard = await openDashboard(auditEvents(292))
  const { screen, press } = dashboard
  await screen.see(/█/)
  // Down on the fourth column, back to the second, and on to the sixth; the rows below belong to nothing.
  press('\x1b[<0;10;3M\x1b[<32;8;3M')
  await screen.see('12 events  ✗ 3 failed')
  press('\x1b[<32;12;9M')
  await screen.see('12 events  ✗ 3 failed')
  await screen.see('14:30:12 → 14:30:24')
  press('\x1b[<0;12;9m')
  await screen.see('12 of 292 in trail')
  press(BACKSPACE)
  await screen.see('292 loaded')
})

test('drawn beyond the chart it ends at its edge, and Esc meanwhile gives it up', async () => {
  await using dashboard = await openDashboard(auditEvents(292))
  const { screen, press } = dashboard
  await screen.see(/█/)
  press('\x1b[<0;8;3M\x1b[<32;1;3M')
  await screen.see('8 events  ✗ 2 failed')
  press(KEYS.escape)
  await screen.lose('events  ✗')
  press('\x1b[<0;1;3m')
  await screen.quiet()
  await screen.see('292 loaded')
  press('\x1b[<0;79;3M\x1b[<32;80;3M\x1b[<32;80;4M\x1b[<0;78;3m')
  await screen.see('8 of 292 in trail')
})

test('failures are told by a sign too, and what the scale means by words', async () => {
  await using dashboard = await openDashboard(auditEvents(292), { environment: { TERM: 'xterm', NO_COLOR: '1' } })
  const { screen } = dashboard
  await screen.see(/ {4}4┤█+/)
  await screen.see(/ \/4s 14:30··/)
})

test('where failures are twice as many as elsewhere a cross stands', async () => {
  const events = auditEvents(292, 1).map(
    (event, i) => ({ ...event, outcome: i < 8 ? 'failure' : event.outcome }) as const,
  )
  await using dashboard = await openDashboard(events)
  await dashboard.screen.see(/█+.*\n.*14:30··/)
  dashboard.press(`/seq:5..99${KEYS.enter}`)
  await dashboard.screen.see(/14:30.*✗/)
})

test('every column has its time, and every time its column', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10 ** 9 }),
      fc.integer({ min: 1, max: 1000 }),
      fc.integer({ min: 1, max: 300 }),
      (intervalMs, buckets, length) => {
        const from = '2026-11-20T14:30:00.000Z'
        const columns = timeColumns({ from, to: from, intervalMs, counts: new Array(buckets).fill(1), asOf: 1 }, length)
        let endMs = Date.parse(from)
        for (let column = 0; column < length; column++) {
          expect(columnAt(columns, timeIn(columns, column))).toBe(column)
          const { fromMs, toMs } = stretchOf(columns, pickedColumns(columns, { atMs: timeIn(columns, column) }))
          expect(toMs).toBeGreaterThan(fromMs)
          if (columns.columnMs >= 1) expect(fromMs).toBe(endMs)
          endMs = toMs
        }
      },
    ),
  )
})
