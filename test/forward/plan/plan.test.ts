import { describe, expect, test } from 'vitest'
import type { Payload } from '#daemon/forward/payload.js'
import { aPayload, ofProperties } from './a-payload.js'
import { audit, type Controls, common, judge, needsSize, told } from './judge.js'

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
