/** Small things that must last beside the events. */
export type RecordKind =
  | 'token'
  | 'identity'
  | 'job'
  | 'task'
  | 'setting'
  | 'destination'
  | 'destination-secret'
  | 'destination-state'
  | 'discard-samples'
  | 'dead-letter'
  | 'erasure'

/** One record that is to be, or, without a value, not to be. */
export interface RecordChange {
  readonly kind: RecordKind
  readonly name: string
  readonly value?: unknown
}

/** Which names of a kind. They are listed in the order of their UTF-8 bytes. */
export interface RecordRange {
  /** How the names begin. */
  readonly prefix?: string
  /** Names behind this one. */
  readonly after?: string
  readonly limit?: number
}

/** Values are what msgpack holds. Every write is fsynced before it resolves. */
export interface Records {
  get(kind: RecordKind, name: string): Promise<unknown>
  list(kind: RecordKind, range?: RecordRange): Promise<readonly (readonly [name: string, value: unknown])[]>
  put(kind: RecordKind, name: string, value: unknown): Promise<void>
  delete(kind: RecordKind, name: string): Promise<void>
  /** All or nothing. */
  write(changes: readonly RecordChange[]): Promise<void>
}

/** Kinds that let somebody in. They leave the trail only when that is asked for. */
export const SECRET_KINDS: ReadonlySet<RecordKind> = new Set(['token', 'destination-secret'])

/** Name of the setting that is there from when a backup is opened as a trail until it has been taken into account. */
export const RESTORED_SETTING = 'restored'
