import Type, { type Static } from 'typebox'

/** Limits of one event; see the README. */
export const EVENT_LIMITS = {
  /** UTF-8 bytes of its JSON. */
  maxBytes: 32 * 1024,
  maxDepth: 20,
  /** How far ahead of the daemon's clock a sender's timestamp may be. */
  maxAheadMs: 24 * 60 * 60 * 1000,
} as const

const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const closed = { additionalProperties: false } as const

export const ActorSchema = Type.Object(
  {
    type: Type.Union([Type.Literal('user'), Type.Literal('token'), Type.Literal('system')]),
    id: text(512),
    name: Type.Optional(text(1024)),
    email: Type.Optional(text(1024)),
  },
  closed,
)

export const ResourceSchema = Type.Object(
  { type: Type.Optional(text(512)), id: Type.Optional(text(2048)), name: Type.Optional(text(2048)) },
  closed,
)

export const ChangeSchema = Type.Object(
  {
    /** JSON Pointer, RFC 6901. */
    path: Type.String({ maxLength: 2048 }),
    before: Type.Optional(Type.Unknown()),
    after: Type.Optional(Type.Unknown()),
  },
  closed,
)

export const ContextSchema = Type.Object({
  ip: Type.Optional(text(256)),
  userAgent: Type.Optional(text(4096)),
  requestId: Type.Optional(text(1024)),
})

/** What is left of an event in which a person was erased: which event tells of it, and the leaf hash (hexadecimal) of what it was, by which proofs go on. */
export const ErasedSchema = Type.Object(
  { by: Type.Integer({ minimum: 1 }), leaf: Type.String({ pattern: '^[0-9a-f]{64}$' }) },
  closed,
)

/** An event as the trail keeps and shows it. */
export const EventSchema = Type.Object(
  {
    id: text(512),
    /** Position in this trail, from 1, without gaps. */
    seq: Type.Integer({ minimum: 1 }),
    /** When it happened, by the sender: `YYYY-MM-DDTHH:mm:ss.sssZ`. Of fixed width, so text order is time order. */
    timestamp: Type.String(),
    /** The daemon's time when the commit was formed; never steps back. */
    receivedAt: Type.String(),
    workspace: text(512),
    action: text(512),
    area: text(512),
    outcome: Type.Union([Type.Literal('success'), Type.Literal('failure')]),
    actor: ActorSchema,
    resource: ResourceSchema,
    changes: Type.Optional(Type.Array(ChangeSchema)),
    context: Type.Optional(ContextSchema),
    details: Type.Record(Type.String(), Type.Unknown()),
    erased: Type.Optional(ErasedSchema),
  },
  closed,
)

export type Actor = Static<typeof ActorSchema>
export type Resource = Static<typeof ResourceSchema>
export type Change = Static<typeof ChangeSchema>
export type Context = Static<typeof ContextSchema> & { readonly [key: string]: unknown }
/** Who did something, and where they were. */
export type Author = Pick<AuditEvent, 'actor' | 'context'>
export type AuditEvent = Omit<Static<typeof EventSchema>, 'context'> & { context?: Context }

/** An admitted event, complete but for what the store gives it. Without a `timestamp` it happens when it is received. */
export type Draft = Omit<AuditEvent, 'seq' | 'receivedAt' | 'timestamp'> & { timestamp?: string }
