import Type, { type Static } from 'typebox'

export const FILTER_LIMITS = {
  /** Filters of one destination. */
  maxFilters: 10,
  maxTitle: 64,
  /** UTF-8 bytes of a condition. */
  maxConditionBytes: 5 * 1024,
} as const

const closed = { additionalProperties: false } as const

const action = <T extends string>(type: T) => Type.Object({ type: Type.Literal(type) }, closed)

/**
 * Names of properties by the dotted path of the object that holds them; "" is the
 * event itself. Where the path meets a list, each of its objects is meant.
 */
const fields = Type.Record(
  Type.String({ maxLength: 1024 }),
  Type.Array(Type.String({ minLength: 1, maxLength: 1024 }), { minItems: 1, maxItems: 1000 }),
  { minProperties: 1, maxProperties: 100 },
)

const propertiesAction = <T extends string>(type: T) => Type.Object({ type: Type.Literal(type), fields }, closed)

export const FilterActionSchema = Type.Union([
  /** The event is not sent. */
  action('DROP'),
  /** An event the condition does not hold for is not sent. */
  action('ONLY_SEND'),
  propertiesAction('DROP_PROPERTIES'),
  /** Of the objects named, nothing but these properties is sent. */
  propertiesAction('ALLOW_PROPERTIES'),
  /** That part of the events, from 0 to 1, is sent. With `path`, events with one value there share one fate. */
  Type.Object(
    {
      type: Type.Literal('SAMPLE'),
      percent: Type.Number({ minimum: 0, maximum: 1 }),
      path: Type.Optional(Type.String({ minLength: 1, maxLength: 1024 })),
    },
    closed,
  ),
])

/** Segment's destination filter: what is done to events before they go to one destination. */
export const DestinationFilterSchema = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: FILTER_LIMITS.maxTitle }),
    /** A condition in FQL, or `all`. */
    if: Type.String({ minLength: 1, maxLength: FILTER_LIMITS.maxConditionBytes }),
    actions: Type.Array(FilterActionSchema, { minItems: 1, maxItems: 10 }),
    /** Default: true. */
    enabled: Type.Optional(Type.Boolean()),
  },
  closed,
)

export const DestinationFiltersSchema = Type.Array(DestinationFilterSchema, { maxItems: FILTER_LIMITS.maxFilters })

export type FilterAction = Static<typeof FilterActionSchema>
export type DestinationFilter = Static<typeof DestinationFilterSchema>
