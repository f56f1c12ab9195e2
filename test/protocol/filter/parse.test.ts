import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TrailError } from '#protocol/error.js'
import type { Filter } from '#protocol/filter/filter.js'
import { parseFilter } from '#protocol/filter/parse.js'
import { printFilter } from '#protocol/filter/print.js'
import { anyFilter, HOSTILE } from './any-filter.js'

const withoutColumns = ({ terms }: Filter) => terms.map(({ column: _, ...term }) => term)

test.each([
  ['actor:alice@example.com action:"Source *" -area:Users outcome:failure since:2h disabled', undefined],
  ['action:Sou"rce *"', 'action:"Source *"'],
  ['  actor:a,b\t"x y"  ', 'actor:a,b "x y"'],
  ['action:a\\,b', 'action:"a,b"'],
  ['"a:b"', '"a:b"'],
  ['\\-x', '"-x"'],
  ['--x', '-"-x"'],
  ['a\\*b**c', 'a\\*b*c'],
  ['"\\"\\\\"', '\\"\\\\'],
  ['actor:""', undefined],
  ['details.a."b.c"."d e":1,"x y"', undefined],
  ['details.a\\.b:1', 'details."a.b":1'],
  ['ip:2001:db8::1', undefined],
  ['seq:1..5,9,20..,..3', undefined],
  ['seq:0..5', 'seq:..5'],
  ['since:120m until:now', 'since:2h until:now'],
  ['since:2026-11-20T14:30:00.5+01:00', 'since:2026-11-20T13:30:00.500Z'],
  ['since:14:30 until:2026-11-20', undefined],
  ['has:changes -has:changes', undefined],
  ['outcome:FAIL*', undefined],
  ['', undefined],
])('%s is read and written back', (text, printed = text) => {
  expect(printFilter(parseFilter(text))).toBe(printed)
})

test.each([
  ['seq:x', 5, 'expected a number or a range as 100..200 after seq:, got "x"'],
  ['  seq:x', 7, 'expected a number or a range as 100..200 after seq:, got "x"'],
  ['😀 seq:5..2', 7, 'expected a range that does not end before it begins after seq:, got "5..2"'],
  ['seq:1,..', 7, 'expected a number or a range as 100..200 after seq:, got ".."'],
  ['seq:9007199254740992', 5, 'expected a number up to 9007199254740991 after seq:, got "9007199254740992"'],
  ['acter:x', 1, 'expected the key actor, got "acter"'],
  ['x -Outcome:failure', 4, 'expected the key outcome, got "Outcome"'],
  ['https://example.com', 1, 'expected one of the keys actor, actor.type,'],
  [':x', 1, 'expected one of the keys'],
  ['action:', 8, 'expected a value'],
  ['action:a,,b', 10, 'expected a value'],
  ['action:a,', 10, 'expected a value'],
  ['a,', 3, 'expected a value'],
  ['x "y z', 3, 'expected a closing " for this one'],
  ['abc\\', 4, 'expected a character after \\'],
  ['x -', 4, 'expected a term after -'],
  ['has:x', 5, 'expected changes after has:, got "x"'],
  ['outcome:success,fial', 17, 'expected success or failure, got "fial"'],
  ['actor.type:bot', 12, 'expected user or token or system, got "bot"'],
  [
    'since:2026-02-30',
    7,
    'expected a time: 2026-11-20T14:30:00Z, 2026-11-20, 14:30, 15m, 2h, 7d or now after since:, got "2026-02-30"',
  ],
  ['until:25:00', 7, 'expected a time'],
  ['until:', 7, 'expected a time'],
  ['since:2h,3h', 7, 'expected a time'],
  ['since:99999999999999999w', 7, 'expected a time'],
  ['details:x', 1, 'expected the key details.<path>'],
  ['details.:x', 9, 'expected a name after the dot'],
  ['details.a..b:x', 11, 'expected a name after the dot'],
  ['"details.a":x', 1, 'expected details.<path>'],
])('%s is answered with column %i and what was expected', (text, column, expectation) => {
  const error = mistakeIn(text)
  expect(error.type).toBe('invalid-filter')
  expect(error.message).toContain(`Cannot read the filter: column ${column}: ${expectation}`)
  expect(error.options.field).toBe(`column ${column}`)
})

test('what was written is repeated in a message only so far', () => {
  expect(mistakeIn(`seq:${'x'.repeat(10_000)}`).message.length).toBeLessThan(200)
})

test('any filter, written and read again, is the same', () => {
  fc.assert(
    fc.property(anyFilter, (filter) => {
      const text = printFilter(filter)
      const again = parseFilter(text)
      expect(withoutColumns(again)).toEqual(withoutColumns(filter))
      expect(printFilter(again)).toBe(text)
    }),
    { numRuns: 2000 },
  )
})

test('any text is read, or answered with a column inside it', () => {
  const text = fc.string({
    unit: fc.constantFrom(...HOSTILE, 'seq:', 'since:', 'details.', 'has:', 'outcome:', '..', '2h', '-'),
    maxLength: 12,
  })
  fc.assert(
    fc.property(text, (text) => {
      try {
        printFilter(parseFilter(text))
      } catch (error) {
        if (!(error instanceof TrailError)) throw error
        const column = Number(/column (\d+)/.exec(error.options.field!)![1])
        expect(column).toBeGreaterThanOrEqual(1)
        expect(column).toBeLessThanOrEqual([...text].length + 1)
      }
    }),
    { numRuns: 5000 },
  )
})

test('the longest filter that is taken is read in no time', () => {
  for (const unit of ['a ', 'actor:x,', '"', '\\\\', '*', 'a,', '-x ', 'details.a.b.']) {
    const text = unit.repeat(16_384 / unit.length)
    const begun = performance.now()
    try {
      printFilter(parseFilter(text))
    } catch (error) {
      expect(error).toBeInstanceOf(TrailError)
    }
    expect(performance.now() - begun).toBeLessThan(500)
  }
})

function mistakeIn(text: string): TrailError {
  try {
    parseFilter(text)
  } catch (error) {
    if (error instanceof TrailError) return error
    throw error
  }
  throw new Error(`"${text}" was taken`)
}
