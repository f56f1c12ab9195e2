import { describe, expect, test } from 'vitest'
import { compilePlan } from '#daemon/forward/plan/plan.js'
import { TrailError } from '#protocol/error.js'
import type { TrackingPlan } from '#protocol/tracking-plan.js'
import { ofProperties } from './a-payload.js'

const good = { type: 'TRACK' as const, key: 'Good', jsonSchema: { type: 'object' } }

function mistakeOf(rules: TrackingPlan['rules']): string {
  try {
    compilePlan({ rules })
    return 'none'
  } catch (error) {
    if (!(error instanceof TrailError)) throw error
    expect(error.type).toBe('invalid-request')
    expect(error.message).toContain(error.options.field)
    return error.options.field!
  }
}

const nested = (depth: number): Record<string, unknown> => (depth === 0 ? {} : { not: nested(depth - 1) })

describe('a plan that cannot be used names the place', () => {
  const rows: [string, Record<string, unknown>, string][] = [
    ['no such type', { properties: { a: { type: 'strin' } } }, '.properties.a.type'],
    ['not a schema', { properties: { a: 7 } }, '.properties.a'],
    ['a schema of another draft', { $schema: 'http://json-schema.org/draft-04/schema#' }, '.$schema'],
    ['a pattern that is none', ofProperties({ a: { pattern: '(' } }), '.properties.properties.properties.a.pattern'],
    ['a pattern for names that is none', { patternProperties: { '[': {} } }, '.patternProperties.['],
    ['a reference to elsewhere', { allOf: [{ $ref: 'http://evil.example/schema' }] }, '.allOf.0.$ref'],
    ['a reference to a file', { $ref: 'file:///etc/passwd' }, '.$ref'],
    ['a reference to nothing', { $ref: '#/definitions/nope' }, '.$ref'],
    ['a reference to what is no schema', { $ref: '#/enum/0', enum: [{ $async: true }] }, '.$ref'],
    ['a reference that cannot be read', { $ref: '#/%' }, '.$ref'],
    ['a name of its own inside', { properties: { a: { $id: 'x' } } }, '.properties.a.$id'],
    // Its answer would be a promise, and a promise is never false.
    ['an asynchronous schema', { $async: true }, '.$async'],
    ['one within', { not: { $async: true } }, '.not.$async'],
    ['depths without end', nested(5000), ''],
  ]
  for (const [what, jsonSchema, at] of rows)
    test(what, () => {
      expect(mistakeOf([good, { type: 'TRACK', key: 'Bad', jsonSchema }])).toBe(`trackingPlan.rules.1.jsonSchema${at}`)
    })

  test('a rule without its event, or with one it must not have', () => {
    expect(mistakeOf([{ type: 'TRACK', jsonSchema: {} }])).toBe('trackingPlan.rules.0.key')
    expect(mistakeOf([{ type: 'COMMON', key: 'x', jsonSchema: {} }])).toBe('trackingPlan.rules.0.key')
  })

  test('two rules of one event in one version', () => {
    expect(mistakeOf([good, good])).toBe('trackingPlan.rules.1.key')
    expect(mistakeOf([good, { ...good, version: 0 }])).toBe('trackingPlan.rules.1.key')
    expect(
      mistakeOf([
        { type: 'COMMON', jsonSchema: {} },
        { type: 'COMMON', jsonSchema: {} },
      ]),
    ).toBe('trackingPlan.rules.1.type')
    expect(mistakeOf([good, { ...good, version: 1 }])).toBe('none')
  })
})

test('names that look like keywords are no mistakes', () => {
  const properties = { $ref: {}, $id: {}, $async: {}, pattern: {}, items: {} }
  expect(
    mistakeOf([{ type: 'TRACK', key: 'x', jsonSchema: { ...ofProperties(properties), examples: [{ $ref: 1 }] } }]),
  ).toBe('none')
})

test('2000 rules are ready at once: each is compiled when its event comes', () => {
  const rules = Array.from({ length: 2000 }, (_, i) => ({ ...good, key: `Event ${i}` }))
  expect(mistakeOf(rules)).toBe('none')
})
