import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSpoofed, show } from '#protocol/show.js'
import { fitLine, fitText, lineColumns, span, wrap } from '#tui/view/text.js'
import { columnsOf } from '#tui/view/width.js'

test.each([
  ['plain text', 'alice@acme.io', 'alice@acme.io'],
  ['an escape sequence', 'eve\x1b[8m', 'eve␛[8m'],
  ['line breaks, which would forge a row', 'a\r\nb\tc', 'a␍␊b␉c'],
  ['NUL and DEL', '\0\x7f', '␀␡'],
  ['8-bit control sequences', '\x9b31m\x9d0;t\x9c', '<U+009B>31m<U+009D>0;t<U+009C>'],
  ['a bidi override', 'invoice\u202etxt.exe', 'invoice<U+202E>txt.exe'],
  ['bidi isolates and marks', '\u2066a\u2069\u200f', '<U+2066>a<U+2069><U+200F>'],
  ['characters of no width', 'ad\u200bmin\ufeff\u2060', 'ad<U+200B>min<U+FEFF><U+2060>'],
  ['invisible tags', 'a\u{e0041}b', 'a<U+E0041>b'],
  ['fillers that look like a blank', 'a\u3164b\u115f', 'a<U+3164>b<U+115F>'],
  ['line and paragraph separators', 'a\u2028b\u2029', 'a<U+2028>b<U+2029>'],
  ['half a surrogate pair', 'a\ud83db', 'a<U+D83D>b'],
  ['a joiner between letters', 'a\u200db', 'a<U+200D>b'],
])('%s is shown for what it is', (_, text, shown) => {
  expect(show(text)).toBe(shown)
  expect(isSpoofed(text)).toBe(text !== shown)
})

test.each([
  '王小明',
  'café',
  'cafe\u0301',
  '👨‍👩‍👧',
  '❤️',
  '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}',
  '1️⃣',
  'مرحبا',
  '🇩🇪',
])('%s is left as it is', (text) => {
  expect(show(text)).toBe(text)
  expect(isSpoofed(text)).toBe(false)
})

test('a mark without a letter does not fall on its neighbour, nor do marks pile up without end', () => {
  expect(show('\u0301x')).toBe('◌\u0301x')
  expect(show(`a${'\u0301'.repeat(500)}`)).toBe(`a${'\u0301'.repeat(6)}…`)
})

const HOSTILE = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      '\x1b',
      '\x9b',
      '\x9d',
      '\x07',
      '\r',
      '\n',
      '\u202e',
      '\u200b',
      '\u200d',
      '\ufe0f',
      '\u0301',
      '王',
      '👨‍👩‍👧',
      '🚀',
      'ｱ',
      '가',
      '{bold}',
      '\ud83d',
    ),
    fc.string({ unit: 'binary', maxLength: 1 }),
    fc.string({ unit: 'grapheme', maxLength: 1 }),
  ),
  maxLength: 20,
})

/** What a terminal may obey, or a reader not see. */
const UNSEEN = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\u200b\u2028\u2029\ufeff]/u

test('whatever the text, nothing unseen is left of it', () => {
  fc.assert(fc.property(HOSTILE, (text) => !UNSEEN.test(show(text)) && show(show(text)) === show(text)))
})

test('whatever the text, a cell is exactly as wide as it should be', () => {
  fc.assert(
    fc.property(HOSTILE, fc.integer({ min: 0, max: 30 }), (text, columns) => {
      expect(columnsOf(fitText(text, columns))).toBe(columns)
      expect(columnsOf(fitText(text, columns, 'right'))).toBe(columns)
      expect(lineColumns(fitLine([span(text), span('x'), span(text, 'bad')], columns))).toBe(columns)
    }),
  )
})

test('a text that was cut says so', () => {
  expect(fitText('Destination Filter', 8)).toBe('Destina…')
  expect(fitText('王小明', 4)).toBe('王… ')
  expect(fitText('abc', 3)).toBe('abc')
  expect(fitLine([span('abc'), span('def')], 3).map(({ text }) => text)).toEqual(['ab…'])
})

test('wrapped text breaks at blanks and loses nothing', () => {
  expect(wrap('one two three four', 10)).toEqual(['one two ', 'three four'])
  expect(wrap('ada lovelace@example', 16)).toEqual(['ada ', 'lovelace@example'])
  expect(wrap('ada lovelace@example.com', 16)).toEqual(['ada lovelace@exa', 'mple.com'])
  fc.assert(
    fc.property(
      HOSTILE,
      fc.integer({ min: 2, max: 9 }),
      (text, columns) => wrap(text, columns).join('') === show(text),
    ),
  )
})
