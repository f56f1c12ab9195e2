import Type, { type Static } from 'typebox'

const closed = { additionalProperties: false } as const

/** Names of properties by the path of what holds them; "" is the event itself. */
const fields = Type.Record(
  Type.String({ maxLength: 512 }),
  Type.Array(Type.String({ minLength: 1, maxLength: 512 }), { maxItems: 200 }),
  { maxProperties: 50 },
)

/** What a destination filter does to an event that its condition holds for, by Segment's names. */
export const FilterActionSchema = Type.Union([
  Type.Object({ type: Type.Literal('DROP') }, closed),
  Type.Object({ type: Type.Literal('ONLY_SEND') }, closed),
  Type.Object({ type: Type.Literal('DROP_PROPERTIES'), fields }, closed),
  Type.Object({ type: Type.Literal('ALLOW_PROPERTIES'), fields }, closed),
  Type.Object(
    {
      type: Type.Literal('SAMPLE'),
      /** 0 to 1. */
      percent: Type.Number({ minimum: 0, maximum: 1 }),
      path: Type.Optional(Type.String({ maxLength: 512 })),
    },
    closed,
  ),
])
export type FilterAction = Static<typeof FilterActionSchema>

export const DestinationFilterSchema = Type.Object(
  {
    title: Type.String({ minLength: 1, maxLength: 64 }),
    /** FQL, or `all`. */
    if: Type.String({ minLength: 1, maxLength: 5120 }),
    actions: Type.Array(FilterActionSchema, { minItems: 1, maxItems: 10 }),
    enabled: Type.Optional(Type.Boolean()),
  },
  closed,
)
export type DestinationFilter = Static<typeof DestinationFilterSchema>
