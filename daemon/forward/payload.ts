import type { AuditEvent } from '../../protocol/event.js'

/**
 * An audit event on its way out, as Segment forwards them: a `track` call named
 * "Audit". Filters, tracking plans and transformations all see this form; a copy is
 * changed, never what was given.
 */
export interface Payload {
  readonly type: 'track'
  readonly event: string
  /** The same at every attempt, for ever: who receives it twice knows it by this. */
  readonly messageId: string
  readonly timestamp: string
  readonly userId: string
  readonly properties: { readonly [key: string]: unknown }
  readonly context: { readonly [key: string]: unknown }
  readonly integrations: { readonly [key: string]: unknown }
  readonly [key: string]: unknown
}

/** How an actor's id is told from others, by what kind of actor it is. */
const SUBJECT = { user: 'users/', token: 'public-api-token/', system: '' } as const

/**
 * The forwarded shape of an event. `unfoldAudit` of the ingest reads it back. With
 * `readable` names the event is called by its action, and its properties say the
 * actor's email, as they do not with `audit`.
 */
export function payloadOf(event: AuditEvent, eventNames: 'audit' | 'readable'): Payload {
  const { actor, resource, context, changes } = event
  const readable = eventNames === 'readable'
  return {
    type: 'track',
    event: readable ? event.action : 'Audit',
    messageId: event.id,
    timestamp: event.timestamp,
    userId: actor.id,
    properties: {
      type: event.action,
      workspace_id: event.workspace,
      area: event.area,
      outcome: event.outcome,
      ...(readable && actor.email !== undefined && { email: actor.email }),
      details: {
        ...event.details,
        subject: SUBJECT[actor.type] + actor.id,
        ...(resource.type !== undefined && { resource_type: resource.type }),
        ...(resource.id !== undefined && { resource_id: resource.id }),
        ...(resource.name !== undefined && { target: resource.name }),
      },
      ...(changes !== undefined && { changes }),
      seq: event.seq,
    },
    context: context ?? {},
    integrations: {},
  }
}
