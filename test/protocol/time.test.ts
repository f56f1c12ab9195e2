import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EARLIEST_MS, formatTime, LATEST_MS, parseDate, parseTime } from '#protocol/time.js'

test.each([
  ['2026-11-20T14:30:00Z', '2026-11-20T14:30:00.000Z'],
  ['2026-11-20t14:30:00z', '2026-11-20T14:30:00.000Z'],
  ['2026-11-20T14:30:00.5+01:00', '2026-11-20T13:30:00.500Z'],
  ['2026-11-20T14:30:00.123999999-05:30', '2026-11-20T20:00:00.123Z'],
  ['2026-11-20T14:30:00-00:00', '2026-11-20T14:30:00.000Z'],
  ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000Z'],
  ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00.000Z'],
  ['0099-03-01T00:00:00Z', '0099-03-01T00:00:00.000Z'],
  ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59.999Z'],
  ['2017-01-01T00:59:60.7+01:00', '2016-12-31T23:59:59.999Z'],
])('%s is taken as %s', (text, expected) => {
  expect(formatTime(parseTime(text)!)).toBe(expected)
})

test.each([
  ...[
    '',
    'now',
    '2026-11-20',
    '2026-11-20T14:30Z',
    '2026-11-20T14:30:00',
    '2026-11-20 14:30:00Z',
    '2026-11-20T14:30:00 Z',
  ],
  ...['2026-02-29T00:00:00Z', '1900-02-29T00:00:00Z', '2026-02-30T00:00:00Z', '2026-04-31T00:00:00Z'],
  ...['2026-00-01T00:00:00Z', '2026-13-01T00:00:00Z', '2026-01-00T00:00:00Z', '2026-1-01T00:00:000Z'],
  ...[
    '2026-11-20T24:00:00Z',
    '2026-11-20T14:60:00Z',
    '2026-11-20T14:30:61Z',
    '2026-11-20T14:30:60Z',
    '2026-11-20T23:59:60Z',
  ],
  ...[
    '2026-11-20T14:30:00.Z',
    '2026-11-20T14:30:00.5',
    '2026-11-20T14:30:00+0100',
    '2026-11-20T14:30:00+24:00',
    '2026-11-20T14:30:00+01:60',
  ],
  ...[
    '0000-01-01T00:00:00+00:01',
    '9999-12-31T23:59:59-00:01',
    '+002026-11-20T14:30:00Z',
    '-2026-11-20T14:30:00Z',
    '12026-11-20T14:30:00Z',
  ],
  ...[
    '２０２６-11-20T14:30:00Z',
    '2026-11-20T14:30:00Z ',
    ' 2026-11-20T14:30:00Z',
    '2026-11-20T14:30:00Zz',
    'NaN-11-20T14:30:00Z',
    'Infinity',
  ],
])('%j is refused', (text) => {
  expect(parseTime(text)).toBeUndefined()
})

test('any instant, written and read again, is the same', () => {
  const ms = fc.integer({ min: EARLIEST_MS, max: LATEST_MS })
  fc.assert(
    fc.property(ms, (ms) => {
      expect(parseTime(formatTime(ms))).toBe(ms)
    }),
  )
})

test('any date and time is read as the platform reads it, and refused where that knows no such day', () => {
  const two = (max: number) => fc.integer({ min: 0, max }).map((n) => String(n).padStart(2, '0'))
  const year = fc.integer({ min: 1, max: 9998 }).map((n) => String(n).padStart(4, '0'))
  const parts = fc.tuple(year, two(13), two(32), two(24), two(60), two(59), fc.constantFrom('Z', '+05:45', '-12:00'))
  fc.assert(
    fc.property(parts, ([y, mo, d, h, mi, s, zone]) => {
      const text = `${y}-${mo}-${d}T${h}:${mi}:${s}${zone}`
      const days = new Date(Date.UTC(2000, 0, 1))
      days.setUTCFullYear(Number(y), Number(mo), 0)
      const exists =
        Number(mo) >= 1 &&
        Number(mo) <= 12 &&
        Number(d) >= 1 &&
        Number(d) <= days.getUTCDate() &&
        Number(h) < 24 &&
        Number(mi) < 60
      expect(parseTime(text)).toBe(exists ? Date.parse(text) : undefined)
    }),
    { numRuns: 2000 },
  )
})

test('any text is read or refused, never worse', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0129-:T.Z+ x'), maxLength: 30 }), (text) => {
      const ms = parseTime(text)
      if (ms !== undefined) expect(Date.parse(text.replace(/(\.\d{3})\d+/, '$1'))).toBe(ms)
    }),
  )
})

test('a date counts days, and is refused where there is no such day', () => {
  expect(parseDate('1970-01-02')).toBe(1)
  expect(parseDate('0000-02-29')).toBe(-719_469)
  expect(['2026-02-29', '2026-1-1', '2026-11-2x', '20261120', ''].map(parseDate)).toEqual(Array(5).fill(undefined))
})

test('a time that no event can have is our mistake', () => {
  expect(() => formatTime(LATEST_MS + 1)).toThrow(RangeError)
  expect(() => formatTime(Number.NaN)).toThrow(RangeError)
})
