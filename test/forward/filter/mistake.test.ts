import { expect, test } from 'vitest'
import { readCondition } from '#daemon/forward/filter/condition.js'
import { FUNCTIONS } from '#daemon/forward/filter/functions.js'
import { TrailError } from '#protocol/error.js'

test.each([
  ['', 1, 'expected a value, got the end'],
  ['   ', 4, 'expected a value, got the end'],
  ['userId = oops"', 14, 'expected a closing " for this one'],
  ["event = 'Audit", 9, "expected a closing ' for this one"],
  ['event =', 8, 'expected a value after "=", got the end'],
  ['event == 1', 8, 'expected a value after "=", got "="'],
  ['a = 1 b', 7, 'expected "and", "or" or the end, got "b"'],
  ['a b', 3, 'expected an operator or the end, got "b"'],
  ['a AND b', 3, 'expected an operator or the end, got "AND"'],
  ['a = b = c', 7, 'expected "and", "or" or the end, got "="'],
  ['a and', 6, 'expected a value, got the end'],
  ['and a', 1, 'expected a value, got "and"'],
  ['a or or b', 6, 'expected a value, got "or"'],
  ['!a = 1', 4, 'expected "and", "or" or the end, got "="'],
  ['!!a', 2, 'expected a field, a function or "(" after "!", got "!"'],
  ["!'x'", 2, `expected a field, a function or "(" after "!", got 'x'`],
  ['! 5', 3, 'expected a field, a function or "(" after "!", got "5"'],
  ['(a', 3, 'expected an operator or ")" for the "(" in column 1, got the end'],
  ['(a = 1', 7, 'expected "and", "or" or ")" for the "(" in column 1, got the end'],
  ['a)', 2, 'expected an operator or the end, got ")"'],
  ['()', 2, 'expected a value, got ")"'],
  ['a in [1 2]', 9, 'expected "," or "]" for the "[" in column 6, got "2"'],
  ['a in [1,]', 9, 'expected a value after ",", got "]"'],
  ['a in [1', 8, 'expected "," or "]" for the "[" in column 6, got the end'],
  ['a in 5', 6, 'expected a list after in, got a number'],
  ["a in 'abc'", 6, 'expected a list after in, got a string'],
  ['contans(a, 1)', 1, `expected one of the functions ${Object.keys(FUNCTIONS).join(', ')}, got "contans"`],
  ["starts_with(a, 'b')", 1, 'expected one of the functions '],
  ['__proto__(a)', 1, 'expected one of the functions '],
  ['contains(a)', 1, 'expected 2 values for contains, got 1'],
  ['length()', 1, 'expected 1 value for length, got 0'],
  ['length(a, b) = 1', 1, 'expected 1 value for length, got 2'],
  ['contains(a, 5)', 13, 'expected a string in contains, got a number'],
  ['lowercase([1]) = 2', 11, 'expected a string in lowercase, got a list'],
  ["contains(length(a), 'x')", 10, 'expected a string in contains, got a number'],
  ["'x'", 1, 'expected something true or false, got a string'],
  ['a and 5', 7, 'expected something true or false, got a number'],
  ['length(a)', 1, 'expected something true or false, got a number'],
  ['!lowercase(a)', 2, 'expected something true or false, got a string'],
  ['([1])', 2, 'expected something true or false, got a list'],
  ["semver(a, '~', '1')", 11, 'expected one of = != > >= < <= in semver, got "~"'],
  ['a. = 1', 3, 'expected a field name after the dot, got U+0020'],
  ['a..b', 3, 'expected a field name after the dot, got "."'],
  ['a.', 3, 'expected a field name after the dot, got the end'],
  ['a\\', 2, 'expected a character after \\'],
  ['größe = 1', 3, 'expected a \\ before such a character in a field name, got "ö"'],
  ['a$b = 1', 2, 'expected a \\ before such a character in a field name, got "$"'],
  ['a\u00a0= 1', 2, 'expected a \\ before such a character in a field name, got U+00A0'],
  ['$.a = 1', 1, 'expected a value, got "$"'],
  ['a = 1.', 7, 'expected a digit after the point, got the end'],
  ['a = 1.x', 7, 'expected a digit after the point, got "x"'],
  ['a = 5apples', 6, 'expected "and", "or" or the end, got "apples"'],
  ['a = -', 5, 'expected a value after "=", got "-"'],
  ['a = .5', 5, 'expected a value after "=", got "."'],
  ['a = \x07', 5, 'expected a value after "=", got U+0007'],
  ['a = \x1b[31m', 5, 'expected a value after "=", got U+001B'],
  ['a = \ud83d', 5, 'expected a value after "=", got U+D83D'],
  ['\\😀 = 1 x', 8, 'expected "and", "or" or the end, got "x"'],
  [`a = ${'9'.repeat(400)}`, 5, 'expected a number below 1.8e308'],
  ["match(a, 'x[')", 12, 'expected a closing ] for this ['],
  ["match(a, '[]')", 12, 'expected a character or \\] in the brackets'],
  ["match(a, '[^]')", 13, 'expected a character or \\] in the brackets'],
  ["match(a, '[a-]')", 14, 'expected a character or \\] in the brackets'],
  ["match(a, '[z-a]')", 12, 'expected a range that does not end before it begins'],
  ["match(a, '😀\\')", 12, 'expected a character after \\'],
])('%j is refused in column %i: %s', (fql, column, message) => {
  const error = mistakeIn(fql)
  expect(error.message).toContain(`Cannot read the filter: column ${column}: ${message}`)
  expect(error.toWire()).toMatchObject({ type: 'invalid-filter', field: `column ${column}` })
})

function mistakeIn(fql: string): TrailError {
  try {
    readCondition(fql)
  } catch (error) {
    if (error instanceof TrailError) return error
    throw error
  }
  throw new Error(`${fql} was read`)
}

test('a condition has at most 5 KB, in bytes', () => {
  const within = `a = '${'é'.repeat(2557)}'`
  expect(Buffer.byteLength(within)).toBe(5120)
  expect(readCondition(within)({ a: 'é'.repeat(2557) })).toBe(true)
  expect(() => readCondition(`${within} `)).toThrow('column 1: expected at most 5120 bytes, got 5121')
})
