import Type from 'typebox'
import { call, OWNERS, READERS, wholeCall } from './call.js'
import {
  DESTINATION_LIMITS,
  type DeadLetter,
  type Destination,
  type Discard,
  type Preview,
  type TestResult,
} from './destination.js'
import { DestinationSettingsSchema } from './destination-settings.js'
import type { Task } from './task-request.js'

const closed = { additionalProperties: false } as const
const named = { name: Type.String({ minLength: 1, maxLength: 64 }) }
const secret = Type.String({ minLength: 1, maxLength: DESTINATION_LIMITS.maxSecretBytes })
const seqs = Type.Array(Type.Integer({ minimum: 1 }), { minItems: 1, maxItems: 10_000 })

/** How destinations are looked at and controlled. A `name` that is none is `not-found`. */
export const FORWARD_REQUESTS = {
  /** Who is no owner sees `?…` for the query of a URL, which may hold a token. */
  'forward.list': wholeCall<{ destinations: Destination[] }>()(READERS, Type.Object({}, closed)),
  /** Begins at the `start` of the trail, `now` (the default) or a time (RFC 3339). Throws `already-exists`. */
  'forward.create': call<Destination>()(
    OWNERS,
    Type.Object(
      {
        settings: DestinationSettingsSchema,
        secret: Type.Optional(secret),
        from: Type.Optional(Type.String({ maxLength: 64 })),
        enable: Type.Optional(Type.Boolean()),
      },
      closed,
    ),
  ),
  /** Replaces all settings; name and type stay as they are. */
  'forward.update': call<Destination>()(OWNERS, Type.Object({ settings: DestinationSettingsSchema }, closed)),
  'forward.toggle': call<Destination>()(OWNERS, Type.Object({ ...named, enabled: Type.Boolean() }, closed)),
  'forward.delete': call<Record<string, never>>()(OWNERS, Type.Object(named, closed)),
  /** Replaces the secret; null takes it away. With `keepPrevious` the one before stays live, too: both sign. */
  'forward.secret': call<Destination>()(
    OWNERS,
    Type.Object(
      { ...named, secret: Type.Union([secret, Type.Null()]), keepPrevious: Type.Optional(Type.Boolean()) },
      closed,
    ),
  ),
  /** Sends one event made for the purpose. */
  'forward.test': call<TestResult>()(OWNERS, Type.Object(named, closed)),
  /** What would become of an event; of a destination that is there, or of settings that are to be tried. Sends nothing. */
  'forward.preview': wholeCall<Preview>()(
    READERS,
    Type.Object(
      {
        seq: Type.Integer({ minimum: 1 }),
        name: Type.Optional(named.name),
        settings: Type.Optional(DestinationSettingsSchema),
      },
      closed,
    ),
  ),
  /** Sends again, as a task: events of a range of time (RFC 3339; `since` inclusive, `until` exclusive) that match a filter of the filter language. */
  'forward.replay': call<Task>()(
    OWNERS,
    Type.Object(
      {
        ...named,
        since: Type.Optional(Type.String({ maxLength: 64 })),
        until: Type.Optional(Type.String({ maxLength: 64 })),
        filter: Type.Optional(Type.String({ maxLength: 16_384 })),
        timeZone: Type.Optional(Type.String({ maxLength: 64 })),
      },
      closed,
    ),
  ),
  'forward.discards': wholeCall<{ discards: Discard[] }>()(READERS, Type.Object(named, closed)),
  /** In seq order, behind `after`. */
  'forward.dead': wholeCall<{ dead: DeadLetter[]; more: boolean }>()(
    READERS,
    Type.Object(
      {
        ...named,
        after: Type.Optional(Type.Integer({ minimum: 0 })),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
      },
      closed,
    ),
  ),
  /** Sends these again, as a task; without `seqs` all of them. Those that are taken leave the list. */
  'forward.retry': call<Task>()(OWNERS, Type.Object({ ...named, seqs: Type.Optional(seqs) }, closed)),
  /** Takes these off the list; without `seqs` all of them. */
  'forward.discard': call<{ count: number }>()(OWNERS, Type.Object({ ...named, seqs: Type.Optional(seqs) }, closed)),
} as const
