import Type, { type Static } from 'typebox'
import { call, OWNERS } from './call.js'

const closed = { additionalProperties: false } as const

/** What is recognised in any text, by name. */
export const DETECTORS = ['pem', 'jwt', 'cloud-key', 'service-token', 'card-number'] as const
export type DetectorName = (typeof DETECTORS)[number]

export const REDACTION_ACTIONS = ['drop', 'mask', 'hash'] as const
export type RedactionAction = (typeof REDACTION_ACTIONS)[number]

/** One rule: of a path or of a detector, never both. */
export const RedactionRuleSchema = Type.Object(
  {
    /** Keys from the event down, joined by dots; `*` is any one key, `**` any number of them. Arrays are passed through. */
    path: Type.Optional(Type.String({ minLength: 1, maxLength: 512 })),
    detector: Type.Optional(Type.Enum([...DETECTORS])),
    action: Type.Enum([...REDACTION_ACTIONS]),
  },
  closed,
)
export type RedactionRule = Static<typeof RedactionRuleSchema>

export const MAX_REDACTION_RULES = 200
export const RedactionRulesSchema = Type.Array(RedactionRuleSchema, { maxItems: MAX_REDACTION_RULES })

/** What rules would change. */
export interface RedactionPreview {
  /** Events looked at, and how many of them would be stored otherwise. */
  readonly events: number
  readonly changed: number
  /** Of `events`, those that are none. */
  readonly rejected: number
  /** By rule, in their order: values it would replace. */
  readonly rules: readonly { readonly rule: string; readonly values: number }[]
  /** A few of each rule. `before` shows next to nothing of the value. */
  readonly samples: readonly RedactionSample[]
  /** Behind this cursor there are more. */
  readonly next?: string
}

export interface RedactionSample {
  readonly rule: string
  readonly seq?: number
  /** JSON Pointer, RFC 6901. */
  readonly path: string
  readonly before: string
}

export const REDACTION_REQUESTS = {
  /**
   * What `rules` (default: those that are set) would change in one page of the trail,
   * newest first, or in `events`. Nothing is changed.
   */
  'redaction.preview': call<RedactionPreview>()(
    OWNERS,
    Type.Object(
      {
        rules: Type.Optional(RedactionRulesSchema),
        filter: Type.Optional(Type.String({ maxLength: 16_384 })),
        timeZone: Type.Optional(Type.String({ maxLength: 64 })),
        cursor: Type.Optional(Type.String({ maxLength: 1024 })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
        events: Type.Optional(Type.Array(Type.Unknown(), { maxItems: 1000 })),
      },
      closed,
    ),
  ),
  /** What the action `hash` makes of a text or of a number or truth value written as one. */
  'redaction.hash': call<{ hash: string }>()(
    OWNERS,
    Type.Object({ value: Type.String({ maxLength: 32_768 }) }, closed),
  ),
} as const
