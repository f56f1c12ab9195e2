import { ERRORS, TrailError } from '../../protocol/error.js'
import type { Author } from '../../protocol/event.js'
import type { Records } from '../store/records.js'
import type { StepContext, Values, Work } from './task.js'
import { isEnded, openTaskBook, type TaskBook, type TaskRecord } from './task-book.js'

/** An end worth telling. */
export interface TaskEnd {
  readonly task: TaskRecord
  readonly state: 'completed' | 'failed' | 'cancelled'
  readonly message: string
  /** Who cancelled it. */
  readonly by?: Author
}

/** Makes the steps of tasks, and writes down what became of them. */
export interface TaskRunner {
  get(id: string): TaskRecord | undefined
  /** Those without an end first, each part the newest first. */
  list(): readonly TaskRecord[]
  latest(kind: string): TaskRecord | undefined
  /** On disk when it resolves. */
  create(fields: {
    readonly kind: string
    readonly subject?: string
    readonly params?: unknown
    readonly scheduled?: true
    readonly steps: TaskRecord['steps']
    readonly values: Values
  }): Promise<TaskRecord>
  /** From the first step that has no time. Resolves when it ended, however it did; its state tells. */
  run(id: string, work: () => Work): Promise<void>
  /** 0 to 1; undefined while it does not run. */
  progress(id: string): number | undefined
  /** Resolves when it no longer runs. */
  ended(id: string): Promise<void>
  /** Resolves when its step has stopped and the end is on disk; the last step may have been completed first. `why` in words, where it is not plain. */
  cancel(id: string, by: Author, why?: string): Promise<TaskRecord>
  scrub: TaskBook['scrub']
  /** Ends as failed what of this kind failed without that being written. */
  abandon(kind: string): Promise<void>
  /** Stops within a step; idempotent. Tasks go on at the next start. */
  close(): Promise<void>
}

export interface TaskRunnerOptions {
  readonly records: Records
  readonly now: () => number
  readonly onEnd: (end: TaskEnd) => void
}

interface Run {
  readonly cancelling: AbortController
  by?: Author
  why?: string | undefined
  fraction: number
  end: Promise<void>
}

export async function openTaskRunner({ records, now, onEnd }: TaskRunnerOptions): Promise<TaskRunner> {
  const book: TaskBook = await openTaskBook(records)
  const stopping = new AbortController()
  const runs = new Map<string, Run>()

  async function proceed(id: string, work: Work, run: Run): Promise<void> {
    const signal = AbortSignal.any([stopping.signal, run.cancelling.signal])
    const steps = Object.entries(work.steps)
    for (const [done, [name, step]] of steps.entries()) {
      if (book.get(id)!.steps.some((each) => each.name === name && each.completedAtMs !== undefined)) continue
      signal.throwIfAborted()
      const keep = (values: Values, steps = book.get(id)!.steps) => {
        const task = book.get(id)!
        return book.keep({ ...task, values: { ...task.values, ...values }, steps })
      }
      const context: StepContext = {
        signal,
        progress(fraction) {
          run.fraction = (done + Math.min(1, Math.max(0, fraction))) / steps.length
        },
        save: (values) => keep(values),
      }
      context.progress(0)
      const values = await step(book.get(id)!.values, context)
      const completed = (each: TaskRecord['steps'][number]) =>
        each.name === name ? { name, completedAtMs: now() } : each
      await keep(values, book.get(id)!.steps.map(completed))
    }
    const task = book.get(id)!
    const message = work.message(task.values)
    const noteworthy = work.noteworthy(task.values)
    const quiet = task.scheduled === true && !noteworthy
    await book.end({ ...task, state: 'completed', endedAtMs: now(), message, ...(quiet && { quiet }) })
    if (noteworthy) onEnd({ task, state: 'completed', message })
  }

  async function cancelled(task: TaskRecord, by: Author, why: string | undefined): Promise<void> {
    const { message: _failure, ...rest } = task
    await book.end({ ...rest, state: 'cancelled', endedAtMs: now(), ...(why !== undefined && { message: why }) })
    onEnd({ task, state: 'cancelled', message: why ?? 'cancelled', by })
  }

  /** What may pass, as a full disk, is not written: then the task goes on, here or after a restart. */
  async function failed(task: TaskRecord, error: unknown): Promise<void> {
    const message = error instanceof Error ? error.message : String(error)
    const failure: TaskRecord = { ...task, state: 'failed', message }
    book.note(failure)
    const passes = error instanceof TrailError && ERRORS[error.type].retry
    if (!passes) await book.end({ ...failure, endedAtMs: now() }).catch(() => undefined)
    onEnd({ task, state: 'failed', message })
  }

  async function attempt(id: string, work: () => Work, run: Run): Promise<void> {
    try {
      const made = work()
      book.note(begun(book.get(id)!, made))
      await proceed(id, made, run)
    } catch (error) {
      if (stopping.signal.aborted) return
      if (run.by === undefined) return failed(book.get(id)!, error)
      await cancelled(book.get(id)!, run.by, run.why).catch((cause: unknown) => failed(book.get(id)!, cause))
    }
  }

  return {
    get: book.get,
    list: book.list,
    latest: book.latest,
    create: (fields) => book.add({ ...fields, startedAtMs: now() }),
    async run(id, work) {
      if (stopping.signal.aborted) return
      const run: Run = { cancelling: new AbortController(), fraction: 0, end: Promise.resolve() }
      runs.set(id, run)
      run.end = attempt(id, work, run).finally(() => runs.delete(id))
      await run.end
    },
    progress: (id) => runs.get(id)?.fraction,
    ended: async (id) => runs.get(id)?.end,
    scrub: book.scrub,
    async cancel(id, by, why) {
      const run = runs.get(id)
      if (run === undefined) {
        const task = book.get(id)!
        if (!isEnded(task)) await cancelled(task, by, why)
      } else {
        if (run.by === undefined) Object.assign(run, { by, why })
        run.cancelling.abort()
        await run.end
      }
      const task = book.get(id)!
      if (isEnded(task)) return task
      throw new TrailError('unavailable', `Cannot cancel task ${id}: ${task.message ?? 'the daemon is stopping'}`)
    },
    async abandon(kind) {
      const left = book.list().filter((task) => task.kind === kind && !isEnded(task) && !runs.has(task.id))
      for (const task of left) await book.end({ ...task, state: 'failed', endedAtMs: now() })
    },
    async close() {
      stopping.abort()
      await Promise.all([...runs.values()].map(({ end }) => end))
    },
  }
}

/** As it runs again; where the work's steps are others than those written down, those of the work count. */
function begun(task: TaskRecord, work: Work): TaskRecord {
  const { endedAtMs: _end, message: _message, ...rest } = task
  const completedAtMs = (name: string) => task.steps.find((step) => step.name === name)?.completedAtMs
  const steps = Object.keys(work.steps).map((name) => {
    const atMs = completedAtMs(name)
    return atMs === undefined ? { name } : { name, completedAtMs: atMs }
  })
  return { ...rest, state: 'running', steps }
}
