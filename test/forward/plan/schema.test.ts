import { describe, expect, test } from 'vitest'
import { compilePlan } from '#daemon/forward/plan/plan.js'
import { aPayload, ofProperties } from './a-payload.js'
import { audit, common, judge, type Schema, told } from './judge.js'

describe('a schema', () => {
  const violations = (schema: Schema, properties: Record<string, unknown>) =>
    told(judge(aPayload(properties), [audit(schema)]))

  test('knows the formats of draft-07 and ignores those it does not know', () => {
    const schema = ofProperties({
      at: { format: 'date-time' },
      mail: { format: 'email' },
      odd: { format: 'never-heard-of' },
      ip: { format: 'ipv6' },
    })
    const good = { at: '2026-02-28T00:00:00Z', mail: 'a@b.cz', odd: 'x', ip: '::1' }
    expect(violations(schema, good)).toEqual([])
    expect(violations(schema, { at: '2026-02-30T00:00:00Z', mail: 'x', odd: 'x', ip: '1' })).toHaveLength(3)
  })

  test('takes patterns as they are written, Unicode ones or not', () => {
    const schema = ofProperties({ a: { pattern: '^a\\-b$' }, b: { pattern: '^\\p{L}+$' } })
    expect(violations(schema, { a: 'a-b', b: 'žluť' })).toEqual([])
    expect(violations(schema, { a: 'ab', b: '1' })).toHaveLength(2)
  })

  test('sees only properties an event has itself', () => {
    const inherited = ofProperties({ constructor: { type: 'string' } }, { required: ['toString', '__proto__'] })
    expect(violations(inherited, {})).toEqual([
      'Required: properties.toString is required',
      'Required: properties.__proto__ is required',
    ])
  })

  test('may have an $id that another has too, and changes nothing for want of a default', () => {
    const schema = { $id: 'https://plans.example/audit', ...ofProperties({ a: { type: 'number', default: 5 } }) }
    const payload = aPayload({ b: '7' })
    expect(judge(payload, [audit(schema), common(schema)]).payload).toBe(payload)
  })
})

describe('an event that would keep the daemon busy', () => {
  test('gets no answer from a plan with a careless pattern', () => {
    for (const pattern of ['^(a+)+$', '^(a|a)*$', 'a*a*a*a*a*b', '(x+x+)+y']) {
      const plan = compilePlan({ rules: [audit(ofProperties({ a: { pattern } }))] })
      const begun = performance.now()
      expect(() => plan(aPayload({ a: `${'a'.repeat(30_000)}x${'x'.repeat(30_000)}!` })), pattern).toThrow(/timed out/)
      expect(performance.now() - begun).toBeLessThan(10_000)
      expect(plan(aPayload({ a: 'axy' }))).toMatchObject({ planned: true })
    }
  })

  test('nor by the names of its properties', () => {
    const schema = ofProperties({}, { patternProperties: { '^(a+)+$': {} } })
    const payload = aPayload({ [`${'a'.repeat(20_000)}!`]: 1 })
    expect(() => judge(payload, [audit(schema)], { allowUnplannedEventProperties: false })).toThrow(/timed out/)
  })

  test('nor from one that refers to itself without end', () => {
    const schema = { definitions: { a: { $ref: '#/definitions/a' } }, $ref: '#/definitions/a' }
    expect(() => judge(aPayload(), [audit(schema)])).toThrow()
  })

  test('may break it in thousands of places', () => {
    const schema = ofProperties({ list: { items: { type: 'string' } } })
    const judgement = judge(aPayload({ list: Array(15_000).fill(1) }), [audit(schema)], {
      allowPropertiesOnViolations: false,
    })
    expect(judgement.violations).toHaveLength(15_000)
    expect(judgement.omitted).toEqual(['properties.list'])
  })
})
