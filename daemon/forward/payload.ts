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
  readonly receivedAt: string
  /** Absent where a filter took it. */
  readonly userId?: string
  readonly properties: { readonly [key: string]: unknown }
  readonly context: { readonly [key: string]: unknown }
  readonly integrations: { readonly [key: string]: unknown }
  readonly [key: string]: unknown
}

/** How an actor's id is told from others, by what kind of actor it is. */
const SUBJECT = { user: 'users/', token: 'public-api-token/', system: 'system/' } as const

/**
 * The forwarded shape of an event. `unfoldAudit` of the ingest reads it back: by `seq`
 * and `outcome` it knows an event of ours. With `readable` names the event is called
 * by its action, and its properties say the actor's email, as they do not with
 * `audit`.
 */
export function payloadOf(event: AuditEvent, eventNames: 'audit' | 'readable'): Payload {
  const { actor, resource, context, changes } = event
  const readable = eventNames === 'readable'
  const mapped = {
    subject: SUBJECT[actor.type] + actor.id,
    ...(resource.type !== undefined && { resource_type: resource.type }),
    ...(resource.id !== undefined && { resource_id: resource.id }),
    ...(resource.name !== undefined && { target: resource.name }),
  }
  return {
    type: 'track',
    event: readable ? event.action : 'Audit',
    messageId: event.id,
    timestamp: event.timestamp,
    receivedAt: event.receivedAt,
    userId: actor.id,
    properties: {
      type: event.action,
      workspace_id: event.workspace,
      area: event.area,
      outcome: event.outcome,
      ...(readable && actor.email !== undefined && { email: actor.email }),
      ...besides(event.details, mapped),
      ...(changes !== undefined && { changes }),
      seq: event.seq,
    },
    context: context ?? {},
    integrations: {},
  }
}

/** Details that say who did it to what. */
const MAPPED = ['subject', 'resource_type', 'resource_id', 'target'] as const

/**
 * The details with what is mapped onto them. Own details by those names are told
 * apart: `mirrored` names the ones that say the same, so that no filter misses a
 * second copy, `shadowed` holds the others.
 */
function besides(sent: AuditEvent['details'], mapped: { readonly [K in (typeof MAPPED)[number]]?: string }) {
  const own = MAPPED.filter((key) => Object.hasOwn(sent, key))
  const details = { ...sent, ...mapped }
  if (own.length === 0) return { details }
  for (const key of own) if (!(key in mapped)) delete details[key]
  const mirrored = own.filter((key) => sent[key] === mapped[key])
  const shadowed = own.filter((key) => sent[key] !== mapped[key]).map((key) => [key, sent[key]])
  return {
    details,
    ...(mirrored.length > 0 && { mirrored }),
    ...(shadowed.length > 0 && { shadowed: Object.fromEntries(shadowed) }),
  }
}
