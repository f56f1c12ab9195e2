import type { Payload } from '#daemon/forward/payload.js'
import { compilePlan, type Judgement } from '#daemon/forward/plan/plan.js'
import type { TrackingPlan } from '#protocol/tracking-plan.js'
import { deepFrozen, ofProperties } from './a-payload.js'

export type Controls = TrackingPlan['track']
export type Schema = Record<string, unknown>

export const judge = (payload: Payload, rules: TrackingPlan['rules'], track: Controls = {}): Judgement =>
  compilePlan(deepFrozen({ rules, track }))(payload)
export const audit = (jsonSchema: Schema) => ({ type: 'TRACK' as const, key: 'Audit', jsonSchema })
export const common = (jsonSchema: Schema) => ({ type: 'COMMON' as const, jsonSchema })

export const told = ({ violations }: Judgement) => violations.map(({ type, description }) => `${type}: ${description}`)

/** Of events with a number `size` and perhaps a `name`. */
export const needsSize = audit(
  ofProperties({ size: { type: 'number' }, name: { type: 'string' } }, { required: ['size'] }),
)
