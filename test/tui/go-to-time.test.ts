import { expect, test } from 'vitest'
import { timeMeant } from '#tui/model/go-to-time.js'

/** A Friday, half past two in Berlin, where clocks are an hour ahead of UTC. */
const clock = { now: () => Date.parse('2026-11-20T13:30:00Z'), timeZone: 'Europe/Berlin' }
const meant = (text: string) => {
  const atMs = timeMeant(text, clock)
  return atMs === undefined ? undefined : new Date(atMs).toISOString().slice(0, 19)
}

test.each([
  ['12:04', '2026-11-20T11:04:00'],
  ['12:04:05', '2026-11-20T11:04:05'],
  ['23:15', '2026-11-19T22:15:00'],
  ['9am', '2026-11-20T08:00:00'],
  ['12am', '2026-11-19T23:00:00'],
  ['12:30 pm', '2026-11-20T11:30:00'],
  ['-3h', '2026-11-20T10:30:00'],
  ['3h', '2026-11-20T10:30:00'],
  ['90m ago', '2026-11-20T12:00:00'],
  ['now', '2026-11-20T13:30:00'],
  ['today', '2026-11-19T23:00:00'],
  ['yesterday 9am', '2026-11-19T08:00:00'],
  ['Yesterday', '2026-11-18T23:00:00'],
  ['mon 14:30', '2026-11-16T13:30:00'],
  ['friday 9:00', '2026-11-20T08:00:00'],
  ['friday 18:00', '2026-11-13T17:00:00'],
  ['2026-07-01 12:00', '2026-07-01T10:00:00'],
  ['2026-07-01T12:00', '2026-07-01T10:00:00'],
  ['2026-07-01', '2026-06-30T22:00:00'],
  ['2026-07-01T12:00:00Z', '2026-07-01T12:00:00'],
  ['2026-07-01T12:00:00+05:30', '2026-07-01T06:30:00'],
])('%s is %s', (text, expected) => {
  expect(meant(text)).toBe(expected)
})

test.each([
  '',
  'soon',
  '25:00',
  '13pm',
  '9',
  '2026-02-30',
  'mo 9am',
  'yesterday at nine',
  '9999999w',
  '-',
  '12:04 12:04',
  'today9am',
])('%j is no time', (text) => {
  expect(meant(text)).toBeUndefined()
})
