import { expect, test } from 'vitest'
import { localMidnight, localToMs, zoneNamed } from '#protocol/zone.js'

const at = (local: string, name: string) => new Date(localToMs(zoneNamed(name), Date.parse(`${local}Z`))).toISOString()

test.each([
  ['2026-11-20T14:30:00', 'UTC', '2026-11-20T14:30:00.000Z', 'is that time'],
  ['2026-07-01T12:00:00', 'Europe/Berlin', '2026-07-01T10:00:00.000Z', 'is summer time'],
  ['2026-11-20T12:00:00', 'Asia/Kolkata', '2026-11-20T06:30:00.000Z', 'may be half an hour off'],
  ['2026-03-29T02:30:00', 'Europe/Berlin', '2026-03-29T01:30:00.000Z', 'does not exist: as much later'],
  ['2026-10-25T02:30:00', 'Europe/Berlin', '2026-10-25T00:30:00.000Z', 'comes twice: the first'],
  ['2026-11-01T01:30:00', 'America/New_York', '2026-11-01T05:30:00.000Z', 'comes twice: the first'],
  ['2011-12-30T12:00:00', 'Pacific/Apia', '2011-12-30T22:00:00.000Z', 'is a day that was left out'],
  ['2018-11-04T00:00:00', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z', 'is a midnight that does not exist'],
  ['1880-01-01T00:00:00', 'Europe/Paris', '1879-12-31T23:50:39.000Z', 'is local mean time'],
])('%s in %s', (local, zone, expected) => {
  expect(at(local, zone)).toBe(expected)
})

test('a day begins at the local midnight before', () => {
  const midnight = localMidnight(zoneNamed('America/New_York'), Date.parse('2026-11-20T03:00:00Z'))
  expect(new Date(midnight).toISOString()).toBe('2026-11-19T00:00:00.000Z')
})

test.each(['Mars/Base', '', '../etc', '+25:00'])('%j is no zone', (name) => {
  expect(() => zoneNamed(name)).toThrow('Cannot read the time zone')
})
