import Type, { type Static } from 'typebox'

const closed = { additionalProperties: false } as const
const enforcement = Type.Optional(
  Type.Union([Type.Literal('ALLOW'), Type.Literal('BLOCK'), Type.Literal('OMIT_PROPERTIES')]),
)

/** A tracking plan by Segment's names: what events must look like, and what becomes of those that do not. */
export const TrackingPlanSchema = Type.Object(
  {
    id: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
    rules: Type.Array(
      Type.Object(
        {
          type: Type.Union([Type.Literal('TRACK'), Type.Literal('COMMON')]),
          /** Name of the event, compared strictly; absent in a COMMON rule. */
          key: Type.Optional(Type.String({ minLength: 1, maxLength: 512 })),
          version: Type.Optional(Type.Number()),
          /** JSON Schema draft-07 of the whole event. */
          jsonSchema: Type.Record(Type.String(), Type.Unknown()),
        },
        closed,
      ),
      { maxItems: 2000 },
    ),
    /** By default all is let through and counted. */
    track: Type.Optional(
      Type.Object(
        {
          allowUnplannedEvents: Type.Optional(Type.Boolean()),
          allowUnplannedEventProperties: Type.Optional(Type.Boolean()),
          allowEventOnViolations: Type.Optional(Type.Boolean()),
          allowPropertiesOnViolations: Type.Optional(Type.Boolean()),
          commonEventOnViolations: enforcement,
        },
        closed,
      ),
    ),
  },
  closed,
)
export type TrackingPlan = Static<typeof TrackingPlanSchema>
