import type { Payload } from '#daemon/forward/payload.js'
import { payloadOf } from '#daemon/forward/payload.js'
import { auditEvent } from '../../support/audit-event.js'

/** "Audit", or what it is to be called, with these properties and no others. */
export function aPayload(properties: Record<string, unknown> = {}, changes: Partial<Payload> = {}): Payload {
  return deepFrozen({ ...payloadOf(auditEvent(1), 'audit'), properties, context: {}, ...changes })
}

/** Whoever writes to it throws. */
export function deepFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) deepFrozen(part)
  return Object.freeze(value)
}

/** A schema of an event with such properties. */
export const ofProperties = (properties: unknown, more: Record<string, unknown> = {}) => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  properties: { properties: { type: 'object', properties, ...more } },
})
