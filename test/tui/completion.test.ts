import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseFilter } from '#protocol/filter/parse.js'
import { printFilter } from '#protocol/filter/print.js'
import { candidatesFor, complete } from '#tui/model/completion.js'
import { standingOf, toggleValue, withoutKey, withTerm } from '#tui/model/filter-edit.js'
import { edit, type Typed, typed } from '#tui/model/line-editor.js'

const FACETS = {
  area: {
    distinct: 3,
    values: [
      { value: 'Users', count: 9 },
      { value: 'Destination Filters', count: 5 },
      { value: 'Sources', count: 2 },
    ],
  },
  actor: { distinct: 1, values: [{ value: 'u-1', count: 3, label: 'alice@acme.io' }] },
}

const labels = (text: string) => candidatesFor(typed(text), FACETS).map(({ label }) => label)
const first = (text: string) => complete(typed(text), candidatesFor(typed(text), FACETS)[0]!).text

test.each([
  ['act', ['actor:', 'actor.type:', 'action:']],
  ['-act', ['-actor:', '-actor.type:', '-action:']],
  ['area:', ['Users', 'Destination Filters', 'Sources']],
  ['area:s', ['Sources', 'Users', 'Destination Filters']],
  ['area:Users,so', ['Sources']],
  ['area:"dest', ['Destination Filters']],
  ['actor:ali', ['alice@acme.io']],
  ['outcome:', ['success', 'failure']],
  ['has:', ['changes']],
  ['id:', []],
  ['nonsense:', []],
])('%s may become %j', (text, expected) => {
  expect(labels(text)).toEqual(expected)
})

test.each([
  ['ar', 'area:'],
  ['area:d', 'area:"Destination Filters" '],
  ['area:Users,d', 'area:Users,"Destination Filters" '],
  ['actor:ali', 'actor:u-1 '],
  ['x -out', 'x -outcome:'],
])('%s completes to %s', (text, completed) => {
  expect(first(text)).toBe(completed)
})

test('what stands behind the caret stays', () => {
  const line: Typed = { text: 'ar since:1h', caret: 2 }
  expect(complete(line, candidatesFor(line, FACETS)[0]!)).toEqual({ text: 'area: since:1h', caret: 5 })
})

test('values are included and excluded one by one, and let go again', () => {
  let text = 'disabled'
  text = toggleValue(text, 'area', 'Users', 'included')
  text = toggleValue(text, 'area', 'Destination Filters', 'included')
  expect(text).toBe('disabled area:Users,"Destination Filters"')
  text = toggleValue(text, 'area', 'Users', 'excluded')
  expect(text).toBe('disabled area:"Destination Filters" -area:Users')
  expect(standingOf(parseFilter(text), 'area', 'users')).toBe('excluded')
  text = toggleValue(text, 'area', 'Users', 'excluded')
  text = toggleValue(text, 'area', 'Destination Filters', 'included')
  expect(text).toBe('disabled')
})

test('a term is added once', () => {
  expect(withTerm('a', 'has:changes')).toBe('a has:changes')
  expect(withTerm('has:changes a', 'has:changes')).toBe('has:changes a')
  expect(withoutKey('a area:x -area:y outcome:failure', 'area')).toBe('a outcome:failure')
})

const value = fc.string({
  unit: fc.constantFrom('a', 'B', ' ', ',', '"', '\\', '*', ':', '-', '王', '🚀'),
  minLength: 1,
  maxLength: 8,
})

test('whatever the value, narrowing by it finds it again, and letting go leaves nothing', () => {
  fc.assert(
    fc.property(value, fc.constantFrom('included' as const, 'excluded' as const), (value, standing) => {
      const text = toggleValue('x', 'actor', value, standing)
      expect(standingOf(parseFilter(text), 'actor', value)).toBe(standing)
      expect(toggleValue(text, 'actor', value, standing)).toBe('x')
      expect(printFilter(parseFilter(text))).toBe(text)
    }),
  )
})

test('whatever is typed and edited, the caret stays between characters', () => {
  const key = fc.oneof(
    fc.constantFrom('left', 'right', 'home', 'end', 'backspace', 'delete', 'C-w', 'C-u', 'C-k', 'M-b', 'M-f', 'space'),
    fc.constantFrom('a', '王', '🚀', '\u0301', '👩', '\u200d'),
  )
  fc.assert(
    fc.property(fc.array(key, { maxLength: 40 }), (keys) => {
      const line = keys.reduce((line, key) => edit(line, key) ?? line, typed(''))
      expect(line.caret).toBeGreaterThanOrEqual(0)
      expect(line.caret).toBeLessThanOrEqual(line.text.length)
      expect(line.text.isWellFormed()).toBe(true)
    }),
  )
})
