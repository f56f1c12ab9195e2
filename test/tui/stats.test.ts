import { expect, test } from 'vitest'
import { drawChart, loadCharts } from '#tui/charts/charts.js'
import type { Line } from '#tui/view/text.js'
import { lineColumns } from '#tui/view/text.js'
import { auditEvents } from '../support/audit-event.js'
import { KEYS, openDashboard } from '../support/dashboard.js'

const text = (lines: readonly Line[]) => lines.map((line) => line.map(({ text }) => text).join(''))

test('charts fill exactly the room they are given, whatever the size and the values', async () => {
  await loadCharts()
  for (const [columns, rows] of [
    [20, 4],
    [37, 7],
    [120, 20],
  ] as const) {
    for (const values of [[], [0, 0], [1, 2, 3], [1e9, 0, 5], new Array<number>(300).fill(7)]) {
      const groups = values.slice(0, 9).map((value) => [value, value / 2])
      for (const lines of [
        drawChart('line', values, { columns, rows }),
        drawChart('bars', { groups, barColumns: 2, gap: 2 }, { columns, rows }),
      ]) {
        expect(lines.map(lineColumns)).toEqual(new Array(rows).fill(columns))
      }
      expect(drawChart('sparkline', values, { columns, rows: 1 }).map(lineColumns)).toEqual([columns])
    }
  }
})

test('a gauge is full as far as the share goes', async () => {
  await loadCharts()
  const gauge = (share: number) =>
    text(drawChart('gauge', share, { columns: 20, rows: 1 }))[0]!.replace(/░/g, '').length
  expect([0, 0.5, 1].map(gauge)).toEqual([0, 10, 20])
})

test('parts of a bar differ by more than their colour', async () => {
  await loadCharts()
  const drawn = text(drawChart('bars', { groups: [[3, 3]], barColumns: 2, gap: 2 }, { columns: 10, rows: 6 }))
  expect(drawn.map((line) => line.trim())).toEqual(['▒▒', '▒▒', '▒▒', '██', '██', '██'])
})

test('charts leave the ways out of the process alone', async () => {
  await loadCharts()
  const events = ['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGWINCH', 'uncaughtException', 'exit']
  const listeners = () => events.map((event) => process.listenerCount(event))
  const before = listeners()
  drawChart('line', [1, 2, 3], { columns: 33, rows: 9 })
  expect(listeners()).toEqual(before)
})

test('I see the trail in figures, over a period I choose', async () => {
  await using dashboard = await openDashboard(auditEvents(60), { columns: 120, rows: 36 })
  const { screen, daemon, press } = dashboard
  press('5')
  await screen.see('STATS last 24 h')
  await screen.see('alice@acme.io')
  await screen.see(/▒/)
  await screen.see(/outcomes over 24 h/)
  await screen.see(/60 s ago/)
  press('h')
  await screen.see('STATS last 6 h')
  press(KEYS.right)
  press(KEYS.right)
  await screen.see('STATS last 7 days')
  const periods = daemon.asked.flatMap(({ method, params }) => (method === 'histogram' && params.from ? [params] : []))
  expect(new Set(periods.map(({ from }) => String(from).slice(0, 10)))).toContain('2026-11-13')
  press('lll')
  await screen.see('That is the longest period')
})

test('the figures are of what the filter leaves, and say so', async () => {
  await using dashboard = await openDashboard(auditEvents(60))
  const { screen, press } = dashboard
  press(`/area:Users${KEYS.enter}`)
  await screen.see('filter area:Users')
  press('5')
  await screen.see(/stats ‹ 24 h › of area:Users · 15 events/)
})

test('where there is no room for charts the figures are told in words', async () => {
  await using dashboard = await openDashboard(auditEvents(60), { columns: 20, rows: 5 })
  const { screen, press, resize } = dashboard
  press('5')
  await screen.see(/45 ok · 15 FAIL/)
  resize(100, 30)
  await screen.see('60 s ago')
  resize(20, 5)
  await screen.see(/45 ok · 15 FAIL/)
})

test('without colours the charts still tell', async () => {
  const environment = { TERM: 'xterm-256color', LANG: 'C.UTF-8', NO_COLOR: '1' }
  await using dashboard = await openDashboard(auditEvents(60), { environment })
  dashboard.press('5')
  await dashboard.screen.see(/█.*▒/)
})
