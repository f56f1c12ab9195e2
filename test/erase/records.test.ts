import { expect, test } from 'vitest'
import { scrubRecords } from '#daemon/erase/scrub-records.js'
import { subjectOf } from '#daemon/erase/subject.js'
import { auditEvent } from '../support/audit-event.js'
import { temporaryTrail } from '../support/trail.js'

test('dead letters and samples of discarded events lose the person', async () => {
  await using store = await temporaryTrail()
  const { records } = store.trail
  const text = 'refused: {"email":"ADA@example.com"}'
  await records.put('dead-letter', 'siem/1', { seq: 1, message: text })
  await records.put('dead-letter', 'siem/2', { seq: 2, message: 'refused: too large' })
  await records.put('discard-samples', 'siem', [{ code: 'x', samples: [{ seq: 1, message: text }] }])
  expect(await scrubRecords(records, subjectOf(['ada@example.com']).without)).toBe(2)
  expect(await records.get('dead-letter', 'siem/1')).toEqual({ seq: 1, message: 'refused: {"email":"[erased]"}' })
  expect(await records.get('dead-letter', 'siem/2')).toEqual({ seq: 2, message: 'refused: too large' })
  expect(JSON.stringify(await records.get('discard-samples', 'siem'))).not.toMatch(/ada@/i)
})

test.each([
  ['ada@example.com', 'mail to ada@example.com, please', 'mail to [erased], please'],
  ['ada@example.com', 'ADA@Example.COM', '[erased]'],
  ['ada@example.com', 'https://h/?q=ada%40example.com&r=1', 'https://h/?q=[erased]&r=1'],
  ['ada@example.com', 'nada@example.com', 'nada@example.com'],
  ['u-1', 'u-1 and u-12', '[erased] and u-12'],
  ['Åsa Öberg', 'by åsa öberg.', 'by [erased].'],
  ['a.*b', 'a.*b but not axxb', '[erased] but not axxb'],
])('of %s the text %s keeps %s', (name, text, kept) => {
  expect(subjectOf([name]).without({ deep: [{ text }] })).toEqual({ deep: [{ text: kept }] })
})

test('keys and numbers name a person, too; who is not named stays the same object', () => {
  const { without, formOf } = subjectOf(['12345'])
  expect(without({ '12345': 1, id: 12345, other: 123456 })).toEqual({ '[erased]': 1, id: '[erased]', other: 123456 })
  const harmless = { ...auditEvent(1), details: { a: [1, 'x', null, true] } }
  expect(formOf(harmless)).toBeUndefined()
  expect(without(harmless)).toBe(harmless)
})

test.each(['ab', '  a ', 'erased'])('%j names nobody in particular', (name) => {
  expect(() => subjectOf([name])).toThrow(/names one person alone/)
})
