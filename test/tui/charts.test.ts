import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bar, columnChart, resample, sparkline } from '#tui/view/bars.js'
import { compact, count, rate } from '#tui/view/number.js'
import { placeColumns } from '#tui/view/table.js'
import { ago, clockIn } from '#tui/view/time.js'

test('a sparkline shows the highest as full and any as something', () => {
  expect(sparkline([0, 1, 50, 100])).toBe(' ▁▄█')
  expect(sparkline([0, 0])).toBe('  ')
  expect(sparkline([0, 3], '·')).toBe('·█')
})

test('a chart of several rows fills them from the bottom', () => {
  expect(columnChart([0, 1, 8, 16], 2)).toEqual(['   █', ' ▁██'])
})

test('a bar is as long as its share, and never nothing', () => {
  expect(bar(10, 10, 3)).toBe('███')
  expect(bar(5, 10, 3)).toBe('█▌')
  expect(bar(1, 1000, 3)).toBe('▏')
  expect(bar(0, 10, 3)).toBe('')
})

test('resampling loses nothing', () => {
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)
  fc.assert(
    fc.property(fc.array(fc.nat(50), { minLength: 1 }), fc.integer({ min: 1, max: 200 }), (values, columns) => {
      expect(resample(values, columns)).toHaveLength(columns)
      expect(sum(resample(values, columns))).toBe(sum(values))
    }),
  )
})

test('numbers are read at a glance', () => {
  expect([0, 999, 1204, 98_310, 4_100_000].map(count)).toEqual(['0', '999', '1,204', '98,310', '4,100,000'])
  expect([0, 999, 1204, 98_310, 999_500, 4_100_000].map(compact)).toEqual(['0', '999', '1.2k', '98.3k', '1.0M', '4.1M'])
  expect([0, 0.4, 42.2, 5000].map(rate)).toEqual(['0', '0.4', '42', '5.0k'])
})

test('times are those of the zone, also over the change of its clocks', () => {
  const berlin = clockIn('Europe/Berlin')
  const change = Date.parse('2026-10-25T01:00:00Z')
  expect(berlin.wall(change - 1)).toBe('2026-10-25T02:59:59.999')
  expect(berlin.wall(change)).toBe('2026-10-25T02:00:00.000')
  expect(clockIn('Asia/Kathmandu').wall(0)).toBe('1970-01-01T05:30:00.000')
  expect(ago(0, 59_000)).toBe('59s ago')
  expect(ago(0, 7_200_000)).toBe('2h ago')
  expect(ago(200_000_000, 0)).toBe('in 2d')
})

test('columns give way by importance and share what is left', () => {
  const column = (min: number, max: number) => ({ title: '', min, max, weight: 1, text: () => '' })
  const [a, b, c] = [column(4, 8), column(4, 20), column(4, 4)] as const
  const widths = (columns: number) => placeColumns([a, c, b], [a, b, c], columns).map(({ columns }) => columns)
  expect(widths(3)).toEqual([3])
  expect(widths(8)).toEqual([8])
  expect(widths(9)).toEqual([4, 4])
  expect(widths(20)).toEqual([7, 7, 4])
  expect(widths(99)).toEqual([8, 20, 4])
})
