import Type, { type Static } from 'typebox'
import { DestinationFiltersSchema } from './destination-filter.js'
import { TrackingPlanSchema } from './tracking-plan.js'

/** Kinds of receivers, by the name in `--type`. */
export const DESTINATION_TYPES = ['segment', 'webhook', 'splunk', 'syslog', 'otlp', 'file'] as const
export type DestinationTypeName = (typeof DESTINATION_TYPES)[number]

export const DESTINATION_LIMITS = {
  maxDestinations: 100,
  maxInFlight: 16,
  /** UTF-8 bytes of the secret. */
  maxSecretBytes: 4096,
} as const

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

/** Where a destination stands. `down`: it failed five times in a row, and one attempt at a time finds out whether it is back. */
export const DESTINATION_STATES = ['disabled', 'idle', 'delivering', 'retrying', 'down', 'gone', 'full'] as const
export type DestinationState = (typeof DESTINATION_STATES)[number]

/** Steps of Segment's delivery overview, in their order; every event that was reached ends in one of the last four. */
export const DELIVERY_STEPS = [
  'received',
  'filteredAtDestination',
  'filteredAtSource',
  'failedDelivery',
  'delivered',
] as const
export type DeliveryStep = (typeof DELIVERY_STEPS)[number]

export interface Destination {
  readonly settings: DestinationSettings
  readonly enabled: boolean
  readonly state: DestinationState
  readonly createdAt: string
  /** How many secrets are live: two while one is being replaced. */
  readonly secrets: number
  /** Last seq that is delivered, filtered or given up, with all before it. */
  readonly cursor: number
  readonly lagEvents: number
  /** Age of the oldest event that is still to come. */
  readonly lagSeconds: number
  readonly counts: { readonly [S in DeliveryStep]: number }
  /** Events that are given up and still in the list. */
  readonly dead: number
  readonly retries: number
  /** Gone from the trail before they were sent. */
  readonly missed: number
  readonly violations: number
  /** Events delivered in each of the last 60 seconds, oldest first. */
  readonly deliveredPerSecond: readonly number[]
  /** What went wrong last, while it does. */
  readonly failure?: {
    readonly code: string
    readonly message: string
    readonly since: string
    readonly attempts: number
    readonly nextAt?: string
  }
}

/** Why events were not sent or not taken, by Segment's code, with the latest ten of them. */
export interface Discard {
  readonly step: DeliveryStep
  readonly code: string
  readonly count: number
  readonly samples: readonly { readonly seq: number; readonly at: string; readonly message: string }[]
}

/** An event that the receiver refused for good. */
export interface DeadLetter {
  readonly seq: number
  readonly messageId: string
  readonly at: string
  readonly code: string
  readonly message: string
  readonly attempts: number
}

export interface TestResult {
  readonly delivered: boolean
  readonly tookMs: number
  readonly code?: string
  readonly message?: string
}

/** What becomes of one event, step by step. */
export interface Preview {
  readonly steps: readonly { readonly name: string; readonly outcome: string }[]
  /** The event as the filters left it; absent where it is dropped. */
  readonly payload?: { readonly [key: string]: unknown }
  /** In the form of the receiver. */
  readonly sent?: string
}
