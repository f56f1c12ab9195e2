import Type, { type Static } from 'typebox'
import { DESTINATION_LIMITS, DESTINATION_TYPES } from './destination.js'
import { DestinationFiltersSchema } from './destination-filter.js'
import { TrackingPlanSchema } from './tracking-plan.js'

const closed = { additionalProperties: false } as const

/** It names a file and stands in commands, so it holds nothing that either would mind. */
const DestinationName = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$' })

/** What an owner says of a destination; its secret is kept apart and never shown. */
export const DestinationSettingsSchema = Type.Object(
  {
    name: DestinationName,
    type: Type.Enum([...DESTINATION_TYPES]),
    /** `https:` or `http:`; of syslog `tls://host:port` or `tcp://host:port`; of a file `file:///path`, where absent one in the data folder. */
    url: Type.Optional(Type.String({ minLength: 1, maxLength: 2048 })),
    filters: Type.Optional(DestinationFiltersSchema),
    trackingPlan: Type.Optional(TrackingPlanSchema),
    /** Sends a `Violation Generated` event behind each event that breaks the plan. */
    forwardViolations: Type.Optional(Type.Boolean()),
    /** `audit`: every event is named "Audit", as Segment does it; `readable`: by its action, with the actor's email in its properties. */
    eventNames: Type.Optional(Type.Union([Type.Literal('audit'), Type.Literal('readable')])),
    /** Private, loopback and link-local networks that may be reached, as 10.0.0.0/8. */
    allowPrivate: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 32 })),
    /** PEM certificates to trust instead of the system's. */
    ca: Type.Optional(Type.String({ maxLength: 65_536 })),
    /** How long retention waits for events that are not delivered yet. */
    holdRetentionMs: Type.Optional(Type.Integer({ minimum: 0, maximum: 366 * 86_400_000 })),
    /** Batches on the way at once. More than one gives up the order of events. */
    inFlight: Type.Optional(Type.Integer({ minimum: 1, maximum: DESTINATION_LIMITS.maxInFlight })),
    /** Fewer than the protocol allows. */
    maxBatchEvents: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
    /** For one attempt. */
    timeoutMs: Type.Optional(Type.Integer({ minimum: 100, maximum: 300_000 })),
    /** Of type `webhook`: adds Segment's `X-Signature`, which covers one event, so each is sent alone. */
    segmentSignature: Type.Optional(Type.Boolean()),
    /** Of type `splunk`. */
    index: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
    sourcetype: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
    /** Of type `syslog`: RFC 5424, 13 is "log audit". */
    facility: Type.Optional(Type.Integer({ minimum: 0, maximum: 23 })),
    /** Of type `file`: bytes after which a new one is begun, and how many full ones are kept. */
    rotateBytes: Type.Optional(Type.Integer({ minimum: 1024 })),
    keepFiles: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
  },
  closed,
)
export type DestinationSettings = Static<typeof DestinationSettingsSchema>
