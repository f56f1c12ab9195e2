import { createHash } from 'node:crypto'
import type { TrackingPlan } from '../../../protocol/tracking-plan.js'
import type { Payload } from '../payload.js'
import type { Path } from './subschemas.js'

/** Segment documents the first; the others are named after it. */
export type ViolationType = 'Required' | 'Invalid Type' | 'Invalid Value' | 'Unplanned Property'

/** One way in which an event differs from its schema. Names its properties, never says their values. */
export interface Violation {
  readonly type: ViolationType
  /** As "properties.products"; empty where the event as a whole is meant. */
  readonly field: string
  readonly description: string
  /** What stands in the way; undefined where something is missing. */
  readonly offending?: Path
}

/** Whom Segment names as the one that sends them. */
const SENDER = 'schema-violations'

/** The event that tells of a violation, the same for the same event and violation at every attempt. */
export function violationPayload(violation: Violation, payload: Payload, { id, name }: TrackingPlan): Payload {
  const { field, type, description } = violation
  const { workspace_id } = payload.properties
  const digest = createHash('sha256').update(JSON.stringify([payload.messageId, type, field, description]))
  return {
    type: 'track',
    event: 'Violation Generated',
    messageId: `violation-${digest.digest('hex').slice(0, 40)}`,
    timestamp: payload.timestamp,
    receivedAt: payload.receivedAt,
    userId: SENDER,
    properties: {
      eventMessageID: payload.messageId,
      eventName: payload.event,
      eventTimestamp: payload.timestamp,
      eventType: payload.type,
      ...(workspace_id !== undefined && { sourceID: workspace_id }),
      sourceName: 'Audit Trail',
      sourceSlug: 'audit_trail',
      ...(id !== undefined && { trackingPlanID: id }),
      ...(name !== undefined && { trackingPlanName: name }),
      violationDescription: description,
      violationField: field,
      violationType: type,
    },
    context: {},
    integrations: payload.integrations ?? {},
  }
}
