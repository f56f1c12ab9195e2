import { describe, expect, test } from 'vitest'
import type { Payload } from '#daemon/forward/payload.js'
import { compilePlan, type Judgement } from '#daemon/forward/plan/plan.js'
import type { TrackingPlan } from '#protocol/tracking-plan.js'
import { aPayload, deepFrozen, ofProperties } from './a-payload.js'

type Controls = TrackingPlan['track']
type Schema = Record<string, unknown>

const judge = (payload: Payload, rules: TrackingPlan['rules'], track: Controls = {}): Judgement =>
  compilePlan(deepFrozen({ rules, track }))(payload)
const audit = (jsonSchema: Schema) => ({ type: 'TRACK' as const, key: 'Audit', jsonSchema })
const common = (jsonSchema: Schema) => ({ type: 'COMMON' as const, jsonSchema })

const told = ({ violations }: Judgement) => violations.map(({ type, description }) => `${type}: ${description}`)

const needsSize = audit(ofProperties({ size: { type: 'number' }, name: { type: 'string' } }, { required: ['size'] }))

describe('an event', () => {
  test('that keeps to its rule is left as it is, the very same', () => {
    const payload = aPayload({ size: 1 })
    const strict = { allowUnplannedEvents: false, allowEventOnViolations: false, allowPropertiesOnViolations: false }
    const judgement = judge(payload, [needsSize], { ...strict, commonEventOnViolations: 'BLOCK' })
    expect(judgement).toEqual({ payload, planned: true, violations: [], omitted: [] })
    expect(judgement.payload).toBe(payload)
  })

  test('goes through with its violations where the plan allows all', () => {
    const payload = aPayload({ name: 7 })
    const judgement = judge(payload, [needsSize])
    expect(judgement.payload).toBe(payload)
    expect(judgement.blocked).toBeUndefined()
    expect(told(judgement)).toEqual([
      'Required: properties.size is required',
      'Invalid Type: properties.name must be string',
    ])
  })

  test('is planned only by its very name', () => {
    for (const event of ['audit', 'Audit ', ' Audit', 'AUDIT', 'Аudit', 'constructor', '__proto__', ''])
      expect(judge(aPayload({}, { event }), [needsSize], { allowUnplannedEvents: false }), event).toMatchObject({
        blocked: 'unplanned',
        planned: false,
      })
    expect(judge(aPayload({}, { event: 'Other' }), [needsSize])).toMatchObject({ planned: false, violations: [] })
  })

  test('is held to the newest version of its rule', () => {
    const old = { ...audit({ required: ['gone'] }), version: 1 }
    const now = { ...needsSize, version: 2 }
    for (const rules of [
      [old, now],
      [now, old],
    ])
      expect(told(judge(aPayload(), rules))).toEqual(['Required: properties.size is required'])
  })
})

describe('what is blocked, and by what name', () => {
  const commonRule = common({ required: ['anonymousId'] })
  const rows: [string, Payload, Controls, string | undefined][] = [
    ['a violation', aPayload(), { allowEventOnViolations: false }, 'schema_violation'],
    [
      'an unplanned event',
      aPayload({}, { event: 'X' }),
      { allowUnplannedEvents: false },
      'unplanned_and_schema_violation',
    ],
    ['a common violation', aPayload({ size: 1 }), { commonEventOnViolations: 'BLOCK' }, 'common_schema_violation'],
    [
      'a common violation of an unplanned event',
      aPayload({}, { event: 'X' }),
      { commonEventOnViolations: 'BLOCK' },
      'common_schema_violation',
    ],
    [
      'both: the standard controls come first',
      aPayload(),
      { allowEventOnViolations: false, commonEventOnViolations: 'BLOCK' },
      'schema_violation',
    ],
    [
      'a common violation, by the standard controls',
      aPayload({ size: 1 }),
      { allowEventOnViolations: false },
      undefined,
    ],
    ['a common violation that is allowed', aPayload({ size: 1 }), { commonEventOnViolations: 'ALLOW' }, undefined],
  ]
  for (const [what, payload, controls, code] of rows)
    test(what, () => {
      expect(judge(payload, [needsSize, commonRule], controls).blocked).toBe(code)
    })

  test('an unplanned event that the common schema has nothing against', () => {
    const judgement = judge(aPayload({}, { event: 'X' }), [common({ required: ['event'] })], {
      allowUnplannedEvents: false,
    })
    expect(judgement.blocked).toBe('unplanned')
  })
})

describe('unplanned properties', () => {
  const omitUnplanned = { allowUnplannedEventProperties: false }
  const left = (properties: unknown, jsonSchema: Schema) =>
    judge(aPayload(properties as Record<string, unknown>), [audit(jsonSchema)], omitUnplanned).payload.properties

  test('are taken out and named in the event; they are no violations', () => {
    const payload = aPayload({ size: 1, secret: 's', other: { a: 1 } }, { context: { ip: '::1' } })
    const judgement = judge(payload, [needsSize], omitUnplanned)
    expect(judgement.payload).toEqual({
      ...payload,
      properties: { size: 1 },
      context: { ip: '::1', protocols: { omitted: ['properties.secret', 'properties.other'] } },
    })
    expect(judgement.violations).toEqual([])
  })

  test('are found within objects and lists, but not where the schema says nothing', () => {
    const item = { type: 'object', properties: { id: {} } }
    const schema = ofProperties({ details: item, free: { type: 'object' }, list: { items: item }, any: true })
    expect(
      left(
        { details: { id: 1, x: 1 }, free: { x: { y: 1 } }, list: [{ id: 1, x: 2 }, { x: 3 }, 4], any: { z: 1 } },
        schema,
      ),
    ).toEqual({ details: { id: 1 }, free: { x: { y: 1 } }, list: [{ id: 1 }, {}, 4], any: { z: 1 } })
  })

  test('are not those named behind a reference, in an alternative or by pattern', () => {
    const schema = {
      definitions: { base: { properties: { a: {} } } },
      ...ofProperties(
        { c: {} },
        {
          allOf: [{ $ref: '#/definitions/base' }],
          anyOf: [{ properties: { b: {} } }, { if: { properties: { d: {} } }, else: { properties: { e: {} } } }],
          patternProperties: { '^x-': { type: 'number' } },
          dependencies: { c: { properties: { f: {} } }, b: ['c'] },
        },
      ),
    }
    expect(left({ a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, 'x-y': 1, y: 1 }, schema)).toEqual({
      a: 1,
      b: 1,
      c: 1,
      d: 1,
      e: 1,
      f: 1,
      'x-y': 1,
    })
  })

  test('are all of them where a rule names none', () => {
    expect(left({ a: 1 }, {})).toEqual({})
    expect(left({ a: 1 }, ofProperties({}))).toEqual({})
  })

  test('with the names of what every object has are found like any other', () => {
    const hostile = JSON.parse('{"__proto__": {"x": 1}, "constructor": 1, "toString": 2, "size": 3}')
    expect(Object.entries(left(hostile, ofProperties({ size: {} })))).toEqual([['size', 3]])
    const named = left(hostile, ofProperties(JSON.parse('{"__proto__": {}, "constructor": {}}')))
    expect(JSON.stringify(named)).toBe('{"__proto__":{"x":1},"constructor":1}')
  })

  test('of an unplanned event stay', () => {
    expect(judge(aPayload({ a: 1 }, { event: 'X' }), [needsSize], omitUnplanned).payload.properties).toEqual({ a: 1 })
  })
})

describe('properties in violation', () => {
  const omitBad = { allowPropertiesOnViolations: false }
  const typed = ofProperties(
    {
      n: { type: 'number', minimum: 3 },
      list: { type: 'array', items: { type: 'string' } },
      objects: { items: { properties: { id: { type: 'number' } } } },
      either: { anyOf: [{ type: 'number' }, { type: 'object', required: ['a'] }] },
      closed: { additionalProperties: false },
      lower: { propertyNames: { pattern: '^[a-z]+$' } },
    },
    { required: ['must'] },
  )

  test('are taken out and named in the event, each once, and a list as a whole', () => {
    const payload = aPayload({
      n: 'x',
      list: ['a', 1, 2],
      objects: [{ id: 'x', name: 'kept' }, { id: 2 }],
      either: { b: 1 },
      closed: { extra: 1 },
      lower: { ok: 1, NOT: 2 },
      kept: true,
    })
    const judgement = judge(payload, [audit(typed)], omitBad)
    const omitted = [
      'properties.n',
      'properties.list',
      'properties.objects.0.id',
      'properties.either',
      'properties.closed.extra',
      'properties.lower.NOT',
    ]
    expect(judgement.payload.properties).toEqual({
      objects: [{ name: 'kept' }, { id: 2 }],
      closed: {},
      lower: { ok: 1 },
      kept: true,
    })
    expect([...judgement.omitted].sort()).toEqual([...omitted].sort())
    expect(judgement.payload.context).toEqual({ protocols: { omitted_on_violation: judgement.omitted } })
    expect(told(judgement)).toContain('Required: properties.must is required')
  })

  test('an alternative that does not fit is no violation of its own', () => {
    expect(told(judge(aPayload({ must: 1, either: 'x' }), [audit(typed)]))).toEqual([
      'Invalid Value: properties.either must match a schema in anyOf',
    ])
  })

  test('never are what makes an event an event', () => {
    const schema = {
      properties: { userId: { const: 'x' }, messageId: false, properties: { maxProperties: 0 }, context: false },
      additionalProperties: false,
    }
    const payload = aPayload({ a: 1 }, { context: { ip: '::1' } })
    const judgement = judge(payload, [audit(schema), common(schema)], {
      ...omitBad,
      commonEventOnViolations: 'OMIT_PROPERTIES',
    })
    expect(judgement.payload).toBe(payload)
    expect(judgement.violations.length).toBeGreaterThan(0)
  })
})

test('the common schema judges the whole event, and what its own rule left of it', () => {
  const payload = aPayload({ size: 'x', extra: 1 }, { context: { ip: 5, os: 'x' } })
  const general = common({
    properties: {
      context: { properties: { ip: { type: 'string' } } },
      properties: { properties: { size: { type: 'number' }, extra: { type: 'string' } } },
    },
  })
  const judgement = judge(payload, [needsSize, general], {
    allowPropertiesOnViolations: false,
    commonEventOnViolations: 'OMIT_PROPERTIES',
  })
  expect(judgement.payload.properties).toEqual({})
  expect(judgement.payload.context).toEqual({
    os: 'x',
    protocols: { omitted_on_violation: ['properties.size', 'context.ip', 'properties.extra'] },
  })
  // The size was gone when the common schema looked at it.
  expect(told(judgement).filter((text) => text.includes('size'))).toHaveLength(1)
})

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
