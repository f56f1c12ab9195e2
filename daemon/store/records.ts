/** Small things that must last beside the events: tokens, names of people, jobs, tasks, settings. */
export type RecordKind = 'token' | 'identity' | 'job' | 'task' | 'setting'

/** Values are what msgpack holds. Every write is fsynced before it resolves. */
export interface Records {
  get(kind: RecordKind, name: string): Promise<unknown>
  list(kind: RecordKind): Promise<readonly (readonly [name: string, value: unknown])[]>
  put(kind: RecordKind, name: string, value: unknown): Promise<void>
  delete(kind: RecordKind, name: string): Promise<void>
}

/** Kinds that let somebody in. They leave the trail only when that is asked for. */
export const SECRET_KINDS: ReadonlySet<RecordKind> = new Set(['token'])
