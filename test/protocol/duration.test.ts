import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatDuration, parseDuration } from '#protocol/duration.js'

test.each([
  ['90d', 7_776_000_000, '90d'],
  ['2w', 1_209_600_000, '14d'],
  ['36h', 129_600_000, '36h'],
  ['15m', 900_000, '15m'],
  ['60s', 60_000, '1m'],
  ['250ms', 250, '250ms'],
  ['0h', 0, '0s'],
])('%s is %i ms, written %s', (text, ms, printed) => {
  expect(parseDuration(text)).toBe(ms)
  expect(formatDuration(ms)).toBe(printed)
})

test.each(['', '90', 'd', '1.5h', '-1d', '1 d', '1D', '1y', '99999999999999999d', '１d'])(
  '%j is no duration',
  (text) => {
    expect(parseDuration(text)).toBeUndefined()
  },
)

test('any duration, written and read again, is the same', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (ms) => {
      expect(parseDuration(formatDuration(ms))).toBe(ms)
    }),
  )
})
