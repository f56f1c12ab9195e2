import { createRequire } from 'node:module'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCondition } from '#daemon/forward/filter/condition.js'
import { compileAllowProperties, compileDropProperties } from '#daemon/forward/filter/properties.js'
import { anyExpression, anyPayload, type Both } from './any-expression.js'

/** Segment's own evaluator of filters, as its SDKs run it. */
interface Tsub {
  matches(event: unknown, matcher: { type: string; ir: string }): boolean
  transform(payload: unknown, transformers: { type: string; config: unknown }[]): unknown
}
const tsub = createRequire(import.meta.url)('@segment/tsub') as Tsub

/**
 * What the two are not asked, since there Segment's evaluator leaves its own document:
 * it calls lists and null objects and true a boolean (`typeof`), counts UTF-16 units
 * (`length` of "ü"), says undefined where a field is absent (so that it is not null),
 * looks up the strings of an event's list as fields (`in`), and does not evaluate a
 * function within a function. Of the wrong types it says false; we say there is no
 * answer, and those cases are skipped.
 */
test('a condition holds where Segment says so', () => {
  const seed = Date.now()
  const counted = { compared: 0, held: 0, skipped: 0 }
  fc.assert(
    fc.property(anyExpression, fc.array(anyPayload, { minLength: 4, maxLength: 4 }), (both, payloads) => {
      const holds = readCondition(both.fql)
      for (const payload of payloads) {
        const ours = answer(() => holds(payload))
        if (ours === undefined || countsUnits(both, payload)) {
          counted.skipped++
          continue
        }
        expect(ours, `${both.fql} of ${JSON.stringify(payload)}`).toBe(
          tsub.matches(payload, { type: 'fql', ir: JSON.stringify(both.ir) }),
        )
        counted.compared++
        if (ours) counted.held++
      }
    }),
    { seed, numRuns: 5000 },
  )
  // An agreement about nothing, or about what is always false, would be none.
  expect(counted.compared, `seed ${seed}: ${JSON.stringify(counted)}`).toBeGreaterThan(5000)
  expect(counted.held).toBeGreaterThan(1000)
  expect(counted.compared - counted.held).toBeGreaterThan(1000)
})

test('properties are dropped and allowed as by Segment', () => {
  const seed = Date.now()
  const name = fc.constantFrom('a', 'b', 'c', 'list')
  const object: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(1, 'x', null),
      fc.dictionary(name, tie('value'), { maxKeys: 4 }),
      fc.array(fc.oneof(fc.constantFrom(1, null), fc.dictionary(name, tie('value'), { maxKeys: 3 })), { maxLength: 3 }),
    ),
  })).value
  const payload = fc.dictionary(name, object, { maxKeys: 4 })
  // A path that leads through a list, and not only to one, means nothing to Segment's evaluator.
  const path = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 2 }).map((names) => names.join('.'))
  const fields = fc.dictionary(path, fc.uniqueArray(name, { minLength: 1 }), { minKeys: 1, maxKeys: 3 })
  fc.assert(
    fc.property(payload, fields, fc.boolean(), (payload, fields, drop) => {
      fc.pre(Object.keys(fields).every((path) => !Array.isArray(payload[path.split('.')[0]!]) || !path.includes('.')))
      const before = structuredClone(payload)
      const ours = (drop ? compileDropProperties : compileAllowProperties)(fields)(payload)
      const type = drop ? 'drop_properties' : 'allow_properties'
      const theirs = tsub.transform(structuredClone(payload), [{ type, config: { [drop ? 'drop' : 'allow']: fields } }])
      expect(ours).toEqual(theirs)
      expect(payload).toEqual(before)
    }),
    { seed, numRuns: 1000 },
  )
})

function answer(ask: () => boolean): boolean | undefined {
  try {
    return ask()
  } catch (error) {
    if (error instanceof Error && error.name === 'EvaluationError') return undefined
    throw error
  }
}

function countsUnits({ fql }: Both, payload: unknown): boolean {
  return fql.includes('length(') && JSON.stringify(payload).includes('ü')
}
