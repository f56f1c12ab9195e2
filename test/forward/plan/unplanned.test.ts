import { describe, expect, test } from 'vitest'
import { aPayload, ofProperties } from './a-payload.js'
import { audit, judge, needsSize, type Schema } from './judge.js'

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
