import Type, { type Static } from 'typebox'
import { call, OWNERS, READERS, stream, wholeCall } from './call.js'
import { ERASE_REQUESTS } from './erase.js'
import type { AuditEvent } from './event.js'
import { FACETS, type Facet } from './field.js'
import { FORWARD_REQUESTS } from './forward-request.js'
import { REDACTION_REQUESTS } from './redaction.js'
import { TASK_REQUESTS } from './task-request.js'
import { TOKEN_REQUESTS } from './token-request.js'

const closed = { additionalProperties: false } as const

/** A filter in the filter language, and the IANA zone in which its clock times are meant (default UTC). */
const filtered = {
  filter: Type.Optional(Type.String({ maxLength: 16_384 })),
  timeZone: Type.Optional(Type.String({ maxLength: 64 })),
}
/** Whether to tell how far it is before the answer (see `Progress`); not over HTTP. */
const scanning = { ...filtered, progress: Type.Optional(Type.Boolean()) }
const name = Type.String({ minLength: 1, maxLength: 128 })

export const ORDERS = ['newest', 'oldest'] as const
export type Order = (typeof ORDERS)[number]
const order = Type.Optional(Type.Enum([...ORDERS]))
const facet = Type.Enum([...FACETS])

/**
 * Everything a client can ask, by WebSocket method name. The daemon's handlers
 * and the client's methods are typed by this table; inputs are validated by it.
 */
export const REQUESTS = {
  /** One page. Newest first is timestamp, then seq, descending. With `archive`: of what retention has moved there, instead of the trail. */
  query: call<Page>()(
    READERS,
    Type.Object(
      {
        ...scanning,
        order,
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
        cursor: Type.Optional(Type.String({ maxLength: 1024 })),
        archive: Type.Optional(Type.Boolean()),
      },
      closed,
    ),
  ),
  count: call<Count>()(READERS, Type.Object(scanning, closed)),
  /** The `top` (default 20) most frequent values of each field, and how many distinct ones there are. */
  facets: call<Facets>()(
    READERS,
    Type.Object(
      {
        ...scanning,
        fields: Type.Array(facet, { minItems: 1, maxItems: FACETS.length }),
        top: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
      },
      closed,
    ),
  ),
  /** Events per equal stretch of time between `from` and `to` (RFC 3339; default: the oldest and newest match). */
  histogram: call<Histogram>()(
    READERS,
    Type.Object(
      {
        ...scanning,
        buckets: Type.Integer({ minimum: 1, maximum: 1000 }),
        by: Type.Optional(Type.Union([Type.Literal('outcome'), Type.Literal('area')])),
        from: Type.Optional(Type.String()),
        to: Type.Optional(Type.String()),
      },
      closed,
    ),
  ),
  /**
   * Everything after a position, then live, in seq order. `after` is a seq or the
   * cursor of a frame; without it the stream starts at the end, preceded by the
   * newest `backlog` matches. The first frame comes at once, without events where
   * there are none yet: from its cursor on nothing is missed by who comes back.
   */
  subscribe: stream<SubscribeFrame>()(
    READERS,
    Type.Object(
      {
        ...filtered,
        after: Type.Optional(Type.Union([Type.Integer({ minimum: 0 }), Type.String({ maxLength: 1024 })])),
        backlog: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
      },
      closed,
    ),
  ),
  unsubscribe: call<Record<string, never>>()(READERS, Type.Object({ id: Type.Integer({ minimum: 0 }) }, closed)),
  status: call<Status>()(READERS, Type.Object({}, closed)),
  ...TOKEN_REQUESTS,
  'jobs.list': wholeCall<{ jobs: JobInfo[] }>()(READERS, Type.Object({}, closed)),
  /** Starts a job now. `confirm` lets retention delete what a clock jump or a shorter limit made it hold back. */
  'jobs.run': call<JobInfo>()(OWNERS, Type.Object({ name, confirm: Type.Optional(Type.Boolean()) }, closed)),
  /** Copies the trail as of now into a new folder on the daemon's machine; `path` is absolute. Answered when it is on disk. */
  backup: call<Backup>()(
    OWNERS,
    Type.Object(
      { path: Type.String({ minLength: 1, maxLength: 4096 }), withSecrets: Type.Optional(Type.Boolean()) },
      closed,
    ),
  ),
  'backup.progress': call<BackupProgress>()(OWNERS, Type.Object({}, closed)),
  ...FORWARD_REQUESTS,
  ...TASK_REQUESTS,
  ...REDACTION_REQUESTS,
  ...ERASE_REQUESTS,
} as const

type Table = typeof REQUESTS
export type Method = keyof Table
export type StreamMethod = { [M in Method]: Table[M]['many'] extends true ? M : never }[Method]
export type CallMethod = Exclude<Method, StreamMethod>
export type Params<M extends Method> = Static<Table[M]['params']>
export type Result<M extends Method> = NonNullable<Table[M]['result']>

/** Both inclusive. */
export interface SeqRange {
  readonly from: number
  readonly to: number
}

/** Part of an answer to which not everything could be read. */
interface Answer {
  /** Seqs that are left out, because the disk did not return what was written. Absent where all is well. */
  readonly damaged?: readonly SeqRange[]
}

/** `next` is absent on the last page. `asOf` is the last seq when the first page was made; later pages show the trail as of it. */
export interface Page extends Answer {
  readonly events: readonly AuditEvent[]
  readonly next?: string
  readonly asOf: number
}

export interface Count extends Answer {
  readonly count: number
  readonly asOf: number
}

export interface FacetValue {
  readonly value: string
  readonly count: number
  /** For `actor` and `resource`: the latest email or name. */
  readonly label?: string
}
export interface Facets extends Answer {
  readonly total: number
  readonly fields: { readonly [F in Facet]?: { readonly values: readonly FacetValue[]; readonly distinct: number } }
  readonly asOf: number
}

export interface Histogram extends Answer {
  readonly from: string
  readonly to: string
  readonly intervalMs: number
  /** One number a bucket, from `from` on. */
  readonly counts: readonly number[]
  /** The same, by the value of the field asked for. */
  readonly by?: { readonly [value: string]: readonly number[] }
  readonly asOf: number
}

/** A stretch of seqs that is no longer there: `count` of the seqs `from`…`to` are missing. */
export interface Gap {
  readonly from: number
  readonly to: number
  readonly count: number
  readonly reason: 'retention' | 'erased' | 'lost'
}

export type SubscribeFrame =
  | { readonly events: readonly AuditEvent[]; readonly cursor: string }
  | { readonly gap: Gap; readonly cursor: string }

export interface Status {
  readonly version: string
  readonly trail: string
  readonly epoch: string
  readonly state: 'starting' | 'ready' | 'read-only' | 'stopping'
  readonly workspace: string
  /** First and last seq kept; 0 and 0 where there is none. */
  readonly first: number
  readonly last: number
  readonly events: number
  readonly oldest?: string
  readonly newest?: string
  readonly retentionMs?: number
  readonly diskBytes: number
  readonly memoryBytes: number
  readonly startedAt: string
  /** Since the start. */
  readonly accepted: number
  readonly duplicates: number
  readonly rejected: { readonly [reason: string]: number }
  readonly clients: number
  /** Events accepted in the last second. */
  readonly ratePerSecond: number
  /** What needs attention, in words; empty where all is well. */
  readonly problems: readonly string[]
  readonly upkeep?: Upkeep
}

/** What `doctor` asks about. A time is absent where it has not happened yet. */
export interface Upkeep {
  /** The daemon's clock, as it answers. */
  readonly now: string
  /** How far that has stepped forward within a day. */
  readonly clockStepMs: number
  readonly dataPath: string
  readonly configPath?: string
  readonly freeBytes?: number
  readonly backupAt?: string
  /** When every segment was last read, and the events that could not be. */
  readonly integrity?: { readonly checkedAt: string; readonly damaged: number }
}

export const JOB_STATES = ['idle', 'running', 'failed', 'held'] as const

export interface JobInfo {
  readonly name: string
  readonly state: (typeof JOB_STATES)[number]
  readonly schedule: string
  readonly lastRunAt?: string
  readonly nextRunAt?: string
  /** In words: "dropped 12 segments", "holds back 40,960 events: …". */
  readonly message?: string
  /** 0 to 1 while running. */
  readonly progress?: number
}

export interface Backup {
  readonly events: number
  readonly lastSeq: number
  /** Values that were damaged already, copied as they are. */
  readonly damaged: number
}

/** Absent where no backup is being made. */
export interface BackupProgress {
  readonly events?: number
  readonly of?: number
}
