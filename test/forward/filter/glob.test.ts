import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileGlob } from '#daemon/forward/filter/glob.js'

const complain = (offset: number, expectation: string) => new Error(`${offset}: ${expectation}`)
const matches = (text: string, pattern: string) => compileGlob(pattern, complain)(text)

test.each([
  ['abcd', 'a*d', true],
  ['', '*', true],
  ['abc', 'ab', false],
  ['abcd', 'a??d', true],
  ['abcd', '*d', true],
  ['ab*d', 'ab\\*d', true],
  ['abXd', 'ab\\*d', false],
  ['abCd', 'ab[cC]d', true],
  ['abcd', 'ab[a-z]d', true],
  ['abcd', 'ab[A-Z]d', false],
  ['a/b/c', 'a*c', true],
  ['a\nb', 'a*b', true],
  ['a\nb', 'a?b', true],
  ['Abc', 'abc', false],
  ['', '', true],
  ['a', '', false],
  ['', '?', false],
  ['', '**', true],
  ['ab', 'a**b', true],
  ['a', 'a*a', false],
  ['aa', 'a*a', true],
  ['aba', 'ab*ba', false],
  ['abcabc', '*abc', true],
  ['abcabd', '*abc', false],
  ['xaybz', '*a*b*', true],
  ['xbyaz', '*a*b*', false],
  ['abab', '*ab?a*', false],
  ['x', '[^a-c]', true],
  ['b', '[^a-c]', false],
  ['-', '[\\-]', true],
  [']', '[\\]]', true],
  ['^', '[a^]', true],
  ['b', '[a-cx-z]', true],
  ['*', '[*]', true],
  ['a]', 'a]', true],
  ['a.c', 'a.c', true],
  ['abc', 'a.c', false],
  ['$^()', '$^()', true],
  ['😀', '?', true],
  ['😀', '??', false],
  ['a😀b', 'a*?b', true],
  ['a😀b', '*[😀]b', true],
  ['😀😀', '*😀', true],
  ['\ud83d', '?', true],
])('match(%j, %j) is %s', (text, pattern, expected) => {
  expect(matches(text, pattern)).toBe(expected)
})

test('a pattern matches what the regular expression of the same meaning does', () => {
  const seed = Date.now()
  const pieces: [string, string][] = [
    ['*', '.*'],
    ['?', '.'],
    ['a', 'a'],
    ['b', 'b'],
    ['😀', '😀'],
    ['[ab]', '[ab]'],
    ['[^a]', '[^a]'],
    ['\\*', '\\*'],
    ['[a-c\\]]', '[a-c\\]]'],
  ]
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '😀', '*', ']', '\n'), maxLength: 8 })
  const pattern = fc.array(fc.constantFrom(...pieces), { maxLength: 7 })
  fc.assert(
    fc.property(text, pattern, (text, pattern) => {
      const [glob, regex] = [0, 1].map((i) => pattern.map((piece) => piece[i]).join(''))
      expect(matches(text, glob!)).toBe(new RegExp(`^(?:${regex})$`, 'su').test(text))
    }),
    { seed, numRuns: 3000 },
  )
})

/** A matcher that tries again what it has tried would not come back within the life of the machine. */
test.each([
  ['stars', '*a'.repeat(500), 'a'.repeat(32_000)],
  ['stars and question marks', '*?'.repeat(500), 'a'.repeat(32_000)],
  ['stars and classes', '*[ab]a'.repeat(500), 'ba'.repeat(16_000)],
  ['letters', `*${'a'.repeat(5000)}`, 'a'.repeat(32_000)],
  ['question marks', `*${'?'.repeat(5000)}`, 'a'.repeat(32_000)],
  ['classes', `*${'[a-y]'.repeat(1000)}`, 'ay'.repeat(16_000)],
])('a pattern of many %s gives up on a long text', (_, pattern, text) => {
  expect(matches(text, `${pattern}z*`)).toBe(false)
  expect(matches(`${text}z`, `${pattern}z*`)).toBe(true)
})

test.each([31, 32, 33, 64, 65])('between stars, %i characters of any kind are found', (length) => {
  const pattern = `*${'?'.repeat(length - 1)}b*`
  expect(matches(`${'a'.repeat(length - 1)}b`, pattern)).toBe(true)
  expect(matches(`${'a'.repeat(length - 2)}b`, pattern)).toBe(false)
  expect(matches(`b${'a'.repeat(length)}`, pattern)).toBe(false)
  expect(matches(`b${'a'.repeat(length)}bc`, pattern)).toBe(true)
})
