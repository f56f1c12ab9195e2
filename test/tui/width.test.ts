import fc from 'fast-check'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { isPlain, isSpoofed, show } from '#protocol/show.js'
import { clustersOf, columnsOf } from '#tui/view/width.js'

const CHARACTERS = Array.from({ length: 0x110000 }, (_, point) => String.fromCodePoint(point)).filter(
  (character) => !/[\p{Cs}\p{Cn}\p{Co}]/u.test(character),
)
const PLAIN = CHARACTERS.filter(isPlain)

const columnsOfClusters = (text: string) => [...clustersOf(text)].reduce((sum, { columns }) => sum + columns, 0)

test('every character takes the columns that Unicode says, and at least one', () => {
  const wrong = CHARACTERS.filter((character) => columnsOf(character) !== Math.max(1, stringWidth(character)))
  expect(wrong.map((character) => character.codePointAt(0)!.toString(16))).toEqual([])
})

test('a plain character is one code unit, one column, one cluster, and nothing that must be shown in another way', () => {
  expect(PLAIN.length).toBeGreaterThan(1500)
  const wrong = PLAIN.filter(
    (character) =>
      character.length !== 1 ||
      columnsOfClusters(character) !== 1 ||
      show(`${character}\u202e`) !== `${character}<U+202E>` ||
      isSpoofed(character),
  )
  expect(wrong).toEqual([])
})

test('text is split as Unicode says, whatever stands beside whatever', () => {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  const beyondPlain = CHARACTERS.filter((character) => character >= '\u2010' && character <= '\uffff')
  const unit = fc.oneof(
    fc.nat(beyondPlain.length - 1).map((i) => beyondPlain[i]!),
    fc.constantFrom(...PLAIN),
  )
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 6 }), (text) => {
      const expected = [...segmenter.segment(text)].map(({ segment }) => segment)
      expect([...clustersOf(text)].map((cluster) => cluster.text)).toEqual(expected)
    }),
    { numRuns: 2000 },
  )
  for (const character of CHARACTERS.filter((c) => c <= '\uffff'))
    for (const pair of [`✗${character}`, `${character}✗`]) {
      const expected = [...segmenter.segment(pair)].length
      if ([...clustersOf(pair)].length !== expected) expect(pair).toBe('split otherwise')
    }
})

test('plain characters never join, in whatever order', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...PLAIN), maxLength: 200 }), (text) => {
      expect(isPlain(text)).toBe(true)
      expect([...clustersOf(text)]).toHaveLength(text.length)
    }),
  )
})

test.each([
  '👨‍👩‍👧',
  '👍🏽',
  '🇩🇪',
  '🇩',
  '1️⃣',
  '1⃣',
  '❤️',
  '❤',
  'e\u0301',
  'कि',
  '한국',
  '\u1112\u1161\u11ab',
  'ﾊﾞ',
  'Ａ',
  '王小明',
])('%j takes the columns it is known for', (text) => {
  expect(columnsOf(text)).toBe(stringWidth(text))
})
