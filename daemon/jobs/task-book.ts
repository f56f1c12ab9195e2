import type { Records } from '../store/records.js'
import type { Values } from './task.js'

/** A task as it is on disk. Whatever has no end goes on after a restart. */
export interface TaskRecord {
  readonly id: string
  readonly kind: string
  readonly subject?: string
  readonly params?: unknown
  /** A run of a job. */
  readonly scheduled?: true
  readonly state: 'running' | 'completed' | 'failed' | 'cancelled'
  readonly startedAtMs: number
  readonly endedAtMs?: number
  /** A step without a time is still to be done. */
  readonly steps: readonly { readonly name: string; readonly completedAtMs?: number }[]
  readonly values: Values
  readonly message?: string
  /** Counts beginnings and ends, so that what is newest does not depend on the clock. */
  readonly order: number
  /** Found nothing worth telling. */
  readonly quiet?: true
}

/** The tasks there are and those there were. */
export interface TaskBook {
  get(id: string): TaskRecord | undefined
  /** Those without an end first, each part the newest first. */
  list(): readonly TaskRecord[]
  latest(kind: string): TaskRecord | undefined
  add(task: Omit<TaskRecord, 'id' | 'order' | 'state'>): Promise<TaskRecord>
  /** Known at once, on disk when it resolves. */
  keep(task: TaskRecord): Promise<void>
  /** For as long as the process lives. */
  note(task: TaskRecord): void
  /** Takes out of what was asked and said what must not be kept. Resolves with how many tasks that changed, on disk. */
  scrub(without: (value: unknown) => unknown): Promise<number>
  /** Resolves when the end is on disk. Lets go of the oldest that have ended. */
  end(task: TaskRecord): Promise<void>
}

const MAX_ENDED = 100
/** Of a task, what its steps and its kind do not say. */
const SAID: ReadonlySet<string> = new Set(['subject', 'params', 'message'] satisfies (keyof TaskRecord)[])

export async function openTaskBook(records: Records): Promise<TaskBook> {
  const tasks = new Map<string, TaskRecord>()
  for (const [id, value] of await records.list('task')) tasks.set(id, value as TaskRecord)
  let last = [...tasks.values()].reduce((highest, { id, order }) => Math.max(highest, order, Number(id)), 0)

  const note = (task: TaskRecord) => void tasks.set(task.id, task)
  const keep = (task: TaskRecord) => {
    note(task)
    return records.put('task', task.id, task)
  }
  const list = () => [...tasks.values()].sort((a, b) => Number(isEnded(a)) - Number(isEnded(b)) || b.order - a.order)

  /** The newest run of a job stays, for the next one to know; before it only those that did something. */
  async function letGo(): Promise<void> {
    const jobs = new Set<string>()
    let kept = 0
    for (const { id, kind, scheduled, quiet } of list().filter(isEnded)) {
      const isNewest = scheduled === true && !jobs.has(kind)
      jobs.add(kind)
      if (isNewest || (quiet === undefined && kept < MAX_ENDED)) kept += 1
      else {
        await records.delete('task', id)
        tasks.delete(id)
      }
    }
  }

  return {
    get: (id) => tasks.get(id),
    list,
    latest: (kind) => list().find((task) => task.kind === kind),
    async add(fields) {
      last += 1
      const task: TaskRecord = { id: String(last), ...fields, state: 'running', order: last }
      await records.put('task', task.id, task)
      note(task)
      return task
    },
    keep,
    note,
    async scrub(without) {
      let changed = 0
      for (const id of [...tasks.keys()]) {
        const said = Object.entries(tasks.get(id) ?? {}).filter(([name]) => SAID.has(name))
        const after = without(said) as typeof said
        if (after === said) continue
        await keep({ ...tasks.get(id)!, ...Object.fromEntries(after) })
        changed += 1
      }
      return changed
    },
    async end(task) {
      last += 1
      await records.put('task', task.id, { ...task, order: last })
      note({ ...task, order: last })
      // It has ended all the same; the next end tries again.
      await letGo().catch(() => undefined)
    },
  }
}

export const isEnded = ({ endedAtMs }: TaskRecord): boolean => endedAtMs !== undefined
