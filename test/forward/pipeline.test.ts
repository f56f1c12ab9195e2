import { describe, expect, test } from 'vitest'
import { createPipeline } from '#daemon/forward/pipeline.js'
import type { DestinationSettings } from '#protocol/destination-settings.js'
import { aPayload, ofProperties } from './plan/a-payload.js'

const settings = (more: Partial<DestinationSettings>): DestinationSettings => ({ name: 'd', type: 'file', ...more })
const through = (more: Partial<DestinationSettings>, payload = aPayload()) =>
  createPipeline(settings(more), { explain: true })(payload)

const dropSecrets = {
  title: 'No secrets',
  if: 'all',
  enabled: true,
  actions: [{ type: 'DROP_PROPERTIES' as const, fields: { properties: ['secret'] } }],
}
const plan = {
  id: 'tp_1',
  name: 'Audit plan',
  rules: [
    {
      type: 'TRACK' as const,
      key: 'Audit',
      jsonSchema: ofProperties({ n: { type: 'number' } }, { required: ['secret'] }),
    },
  ],
}

test('without filters and plan an event passes as it is', () => {
  const payload = aPayload({ a: 1 })
  expect(through({}, payload)).toEqual({ payloads: [payload], violations: 0, steps: [] })
})

describe('filters', () => {
  test('come before the plan, which sees what they left', () => {
    const passage = through({ filters: [dropSecrets], trackingPlan: plan }, aPayload({ secret: 's', n: 1 }))
    expect(passage.payloads.map(({ properties }) => properties)).toEqual([{ n: 1 }])
    expect(passage.violations).toBe(1)
    expect(passage.steps).toEqual([
      { name: 'filters', outcome: 'passed, with less in it' },
      { name: 'tracking plan', outcome: 'passed: properties.secret is required' },
    ])
  })

  test('drop an event, which then concerns no plan', () => {
    const drop = { enabled: true, title: 'Nothing', if: 'event = "Audit"', actions: [{ type: 'DROP' as const }] }
    expect(through({ filters: [drop], trackingPlan: plan, forwardViolations: true })).toMatchObject({
      payloads: [],
      dropped: { step: 'filteredAtDestination', code: 'FILTERED_BY_RULES', message: 'Dropped by the filter "Nothing"' },
      violations: 0,
    })
    expect(through({ filters: [{ ...drop, enabled: false }] }).payloads).toHaveLength(1)
  })

  test('that have no answer for an event let it go nowhere', () => {
    const odd = {
      enabled: true,
      title: 'Odd',
      if: 'length(properties.n) > 3',
      actions: [{ type: 'ONLY_SEND' as const }],
    }
    expect(through({ filters: [odd] }, aPayload({ n: 7 })).dropped).toMatchObject({
      step: 'filteredAtDestination',
      code: 'INVALID_SETTINGS',
    })
  })

  test('that cannot be read are refused at once', () => {
    const bad = { enabled: true, title: 'Bad', if: 'event = ', actions: [{ type: 'DROP' as const }] }
    expect(() => createPipeline(settings({ filters: [bad] }))).toThrow(
      expect.objectContaining({ type: 'invalid-filter' }),
    )
  })
})

describe('a tracking plan', () => {
  const blocking = { ...plan, track: { allowEventOnViolations: false } }

  test('blocks an event, and says why without its values', () => {
    const passage = through({ trackingPlan: blocking }, aPayload({ n: 'private' }))
    expect(passage).toMatchObject({
      payloads: [],
      dropped: {
        step: 'filteredAtSource',
        code: 'schema_violation',
        message: 'properties.secret is required; properties.n must be number',
      },
      violations: 2,
    })
    expect(JSON.stringify(passage)).not.toContain('private')
  })

  test('that has no answer for an event lets it go nowhere', () => {
    const rules = [{ type: 'COMMON' as const, jsonSchema: ofProperties({ a: { pattern: '^(a+)+$' } }) }]
    expect(through({ trackingPlan: { rules } }, aPayload({ a: `${'a'.repeat(1000)}!` }))).toMatchObject({
      payloads: [],
      dropped: { step: 'filteredAtDestination', code: 'INVALID_SETTINGS' },
    })
  })

  test('that cannot be used is refused at once', () => {
    const rules = [{ type: 'COMMON' as const, jsonSchema: { type: 'x' } }]
    expect(() => createPipeline(settings({ trackingPlan: { rules } }))).toThrow(
      expect.objectContaining({ type: 'invalid-request' }),
    )
  })

  test('tells of violations behind their event, also where that is blocked', () => {
    const payload = aPayload({ workspace_id: 'acme' })
    const violation = {
      type: 'track',
      event: 'Violation Generated',
      messageId: expect.stringMatching(/^violation-[0-9a-f]{40}$/),
      timestamp: payload.timestamp,
      receivedAt: payload.receivedAt,
      userId: 'schema-violations',
      properties: {
        eventMessageID: payload.messageId,
        eventName: 'Audit',
        eventTimestamp: payload.timestamp,
        eventType: 'track',
        sourceID: 'acme',
        sourceName: 'Audit Trail',
        sourceSlug: 'audit_trail',
        trackingPlanID: 'tp_1',
        trackingPlanName: 'Audit plan',
        violationDescription: 'properties.secret is required',
        violationField: 'properties.secret',
        violationType: 'Required',
      },
      context: {},
      integrations: {},
    }
    expect(through({ trackingPlan: plan, forwardViolations: true }, payload).payloads).toEqual([payload, violation])
    expect(through({ trackingPlan: blocking, forwardViolations: true }, payload).payloads).toEqual([violation])
    expect(through({ trackingPlan: plan }, payload).payloads).toEqual([payload])
  })

  test('tells of the same violation under the same id, and of each under its own', () => {
    const ids = () =>
      through({ trackingPlan: plan, forwardViolations: true }, aPayload({ n: 'x' }))
        .payloads.slice(1)
        .map(({ messageId }) => messageId)
    expect(new Set(ids()).size).toBe(2)
    expect(ids()).toEqual(ids())
  })

  test('tells of twenty violations of an event and counts them all', () => {
    const rules = [{ type: 'COMMON' as const, jsonSchema: ofProperties({ list: { items: { type: 'string' } } }) }]
    const passage = through(
      { trackingPlan: { rules }, forwardViolations: true },
      aPayload({ list: Array(500).fill(1) }),
    )
    expect(passage.payloads).toHaveLength(21)
    expect(passage.violations).toBe(500)
  })
})

test('steps are collected only to be explained', () => {
  const pipeline = createPipeline(settings({ filters: [dropSecrets], trackingPlan: plan }))
  expect(pipeline(aPayload()).steps).toEqual([])
})
