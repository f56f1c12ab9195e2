import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCondition } from '#daemon/forward/filter/condition.js'
import { compileFilters } from '#daemon/forward/filter/filters.js'
import { TrailError } from '#protocol/error.js'
import { anyExpression } from './any-expression.js'
import { forwardedEvent } from './forwarded-event.js'

test.each([['('], ['['], ['!('], ['length('], ["x in ['a', ("]])(
  '%s five thousand times within itself is refused',
  (piece) => {
    const text = piece.repeat(Math.floor(5120 / piece.length))
    expect(() => readCondition(text)).toThrow('expected at most 64 brackets within each other')
  },
)

test('brackets nest to 64, and a chain is as long as it likes', () => {
  expect(readCondition(`${'('.repeat(64)}a${')'.repeat(64)}`)({ a: true })).toBe(true)
  expect(readCondition(`${'a or '.repeat(1000)}b`)({ b: true })).toBe(true)
  expect(readCondition(`${'a and '.repeat(800)}b`)({ a: true, b: true })).toBe(true)
})

/** Nothing that JavaScript gives every value is a field of the event. */
test.each([
  'constructor',
  'constructor.name',
  'toString',
  '__proto__',
  '__proto__.constructor',
  'hasOwnProperty',
  'text.length',
  'text.constructor',
  'list.length',
  'list.constructor',
  'list.\\0',
  'number.constructor',
  'nothing.at.all',
  'empty.x',
])('%s is absent', (path) => {
  const payload = JSON.parse('{"text":"abc","list":["a"],"number":1,"empty":null,"object":{}}')
  for (const value of [payload, payload.text, payload.list, null, undefined, 5]) {
    expect(readCondition(`${path} = null`)(value)).toBe(true)
    expect(readCondition(`typeof(${path}) = 'null'`)(value)).toBe(true)
  }
})

test('a property that is called __proto__ is one like any other', () => {
  const payload = JSON.parse('{"__proto__":{"admin":true,"b":{"__proto__":1,"c":2}},"a":1}')
  expect(readCondition('__proto__.admin')(payload)).toBe(true)
  const run = (type: 'DROP_PROPERTIES' | 'ALLOW_PROPERTIES', fields: Record<string, string[]>) => {
    const verdict = compileFilters([{ title: 't', if: 'all', actions: [{ type, fields }], enabled: true }])(payload)
    return JSON.stringify('payload' in verdict && verdict.payload)
  }
  expect(run('DROP_PROPERTIES', { '': ['__proto__'] })).toBe('{"a":1}')
  expect(run('ALLOW_PROPERTIES', { '': ['__proto__'] })).toBe('{"__proto__":{"admin":true,"b":{"__proto__":1,"c":2}}}')
  expect(run('DROP_PROPERTIES', { '__proto__.b': ['c'] })).toBe(
    '{"__proto__":{"admin":true,"b":{"__proto__":1}},"a":1}',
  )
  expect(run('DROP_PROPERTIES', { '__proto__.b': ['__proto__'], 'constructor.prototype': ['x'] })).toBe(
    '{"__proto__":{"admin":true,"b":{"c":2}},"a":1}',
  )
  expect(({} as { admin?: boolean }).admin).toBeUndefined()
})

test('an event deeper than the stack is not sent where a filter has to go down into it', () => {
  let deep: unknown = 1
  for (let i = 0; i < 100_000; i++) deep = [deep]
  const verdict = (fql: string) =>
    compileFilters([{ title: 'deep', if: fql, actions: [{ type: 'DROP' }], enabled: true }])({ deep, also: deep })
  expect(verdict('deep = 1')).toHaveProperty('payload')
  expect(verdict('string(deep) = string(also)')).toMatchObject({ dropped: 'FILTERED_BY_RULES', by: 'deep' })
})

test('a pattern out of an event is bounded, and a bad one has no answer', () => {
  const holds = readCondition("match('aaab', pattern)")
  expect(holds({ pattern: 'a*b' })).toBe(true)
  expect(() => holds({ pattern: '[' })).toThrow('column 15: in the pattern: expected a closing ] for this [')
  expect(() => holds({ pattern: 'a'.repeat(513) })).toThrow('column 15: expected a pattern of at most 512 characters')
})

const PIECES = [
  ...'()[],!=<>\'"\\.+-*?^ \t\n\0\x1b\u00a0\u202e\ud83d',
  'and',
  'or',
  ' in ',
  'true',
  'null',
  'a',
  'properties.type',
  '__proto__',
  'constructor.name',
  'contains(',
  'match(',
  'length(',
  "'[a-'",
  '12',
  '-3.5',
  '😀',
  'é',
]

const splice = (text: string, at: number, removed: number, piece: string) =>
  text.slice(0, at) + piece + text.slice(at + removed)

test('whatever is written, it is read or refused with a column, and answers or has no answer', () => {
  const seed = Date.now()
  let read = 0
  const text = fc.oneof(
    fc.string({ unit: fc.constantFrom(...PIECES), maxLength: 20 }),
    fc
      .tuple(anyExpression, fc.nat(), fc.nat(3), fc.constantFrom('', ...PIECES))
      .map(([{ fql }, at, removed, piece]) => splice(fql, at % (fql.length + 1), removed, piece)),
    fc.string({ unit: 'binary', maxLength: 20 }),
  )
  fc.assert(
    fc.property(text, fc.anything(), (fql, anything) => {
      let holds: ReturnType<typeof readCondition>
      try {
        holds = readCondition(fql)
      } catch (error) {
        expect(error).toBeInstanceOf(TrailError)
        const [, column] = /column (\d+)/.exec((error as TrailError).message) ?? []
        expect(Number(column)).toBeGreaterThan(0)
        expect(Number(column)).toBeLessThanOrEqual([...fql].length + 1)
        return
      }
      read++
      for (const payload of [forwardedEvent('Source Deleted'), { a: anything }, anything]) {
        try {
          expect(typeof holds(payload)).toBe('boolean')
        } catch (error) {
          expect(String(error)).toMatch(/^EvaluationError: column \d+: /)
        }
      }
    }),
    { seed, numRuns: 4000 },
  )
  expect(read, `seed ${seed}`).toBeGreaterThan(100)
})
