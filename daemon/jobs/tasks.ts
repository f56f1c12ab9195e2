import { TrailError } from '../../protocol/error.js'
import type { Author } from '../../protocol/event.js'
import type { Task } from '../../protocol/task-request.js'
import { formatTime } from '../../protocol/time.js'
import type { Work } from './task.js'
import { isEnded, type TaskRecord } from './task-book.js'
import type { TaskRunner } from './task-runner.js'

/**
 * Starts a task of one kind. Resolves when it is written down, and so will be made,
 * sooner or later; `subject` says on what, in words. Throws what the kind throws for
 * such parameters; `busy` where too many wait.
 */
export type StartTask<P> = (params: P, subject?: string) => Promise<Task>

/** Runs of jobs, and what somebody asked for: that is made by a few at once, in the order asked for. */
export interface Tasks {
  /**
   * Makes a kind known: from its parameters, as they come back from the disk, what
   * is to be done. Tasks of this kind that a stop or a crash interrupted go on.
   */
  register<P>(kind: string, build: (params: P) => Work): StartTask<P>
  /** Those that run or wait, then those that ended, each the newest first. */
  list(): Task[]
  /** Throws `not-found` where it has ended; `unavailable` where that it ends cannot be written. */
  cancel(id: string, by: Author): Promise<Task>
  /**
   * Takes out of all tasks what must not be kept. What was asked for with it and has
   * not ended is cancelled: without it, it would ask for something else. Resolves with
   * how many tasks that changed, on disk.
   */
  scrub(without: (value: unknown) => unknown, by: Author): Promise<number>
  /** Goes on with what a full disk made fail, once there is room. */
  resume(): void
}

const MAX_AT_ONCE = 4
const MAX_OPEN = 100

export function createTasks(runner: TaskRunner): Tasks {
  const kinds = new Map<string, (params: unknown) => Work>()
  const queue: string[] = []
  let running = 0

  const open = () => runner.list().filter((task) => task.scheduled === undefined && !isEnded(task))

  function next(): void {
    while (running < MAX_AT_ONCE && queue.length > 0) {
      const { id, kind, params } = runner.get(queue.shift()!)!
      running += 1
      void runner
        .run(id, () => kinds.get(kind)!(params))
        .finally(() => {
          running -= 1
          next()
        })
    }
  }

  const enqueue = (ids: readonly string[]) => {
    queue.push(...ids)
    next()
  }

  const cancel = (id: string, by: Author, why?: string) => {
    const place = queue.indexOf(id)
    if (place !== -1) queue.splice(place, 1)
    return runner.cancel(id, by, why)
  }

  const taskOf = (record: TaskRecord): Task => {
    const { id, kind, subject, state, startedAtMs, endedAtMs, steps, message } = record
    const progress = runner.progress(id)
    const waits = state === 'running' && progress === undefined
    const why =
      message ?? (waits && !queue.includes(id) ? `waits for a daemon that knows what "${kind}" is` : undefined)
    return {
      id,
      kind,
      ...(subject !== undefined && { subject }),
      state: waits ? 'waiting' : state,
      startedAt: formatTime(startedAtMs),
      ...(endedAtMs !== undefined && { endedAt: formatTime(endedAtMs) }),
      steps: steps.map(({ name, completedAtMs }) => ({
        name,
        ...(completedAtMs !== undefined && { completedAt: formatTime(completedAtMs) }),
      })),
      ...(progress !== undefined && { progress }),
      ...(why !== undefined && { message: why }),
    }
  }

  return {
    register<P>(kind: string, build: (params: P) => Work): StartTask<P> {
      kinds.set(kind, build as (params: unknown) => Work)
      const interrupted = open().filter((task) => task.kind === kind)
      enqueue(interrupted.map(({ id }) => id).reverse())
      return async (params, subject) => {
        const { steps } = build(params)
        if (open().length >= MAX_OPEN) {
          throw new TrailError('busy', `Cannot start "${kind}": ${MAX_OPEN} tasks run or wait already`)
        }
        const { id } = await runner.create({
          kind,
          ...(subject !== undefined && { subject }),
          params,
          steps: Object.keys(steps).map((name) => ({ name })),
          values: {},
        })
        enqueue([id])
        return taskOf(runner.get(id)!)
      }
    },
    list: () => runner.list().map(taskOf),
    async cancel(id, by) {
      const record = runner.get(id)
      if (record === undefined || isEnded(record)) {
        throw new TrailError('not-found', `Cannot cancel task "${id}": there is none that runs or waits`)
      }
      return taskOf(await cancel(id, by))
    },
    async scrub(without, by) {
      const named = open().filter(({ params }) => without(params) !== params)
      await Promise.all(named.map(({ id }) => cancel(id, by, 'cancelled: it asked for what was then erased')))
      return runner.scrub(without)
    },
    resume() {
      for (const { id } of open().reverse()) {
        // What runs by a handle that was closed is about to fail, too.
        void runner.ended(id).then(() => {
          const task = runner.get(id)
          if (task?.state === 'failed' && !isEnded(task) && kinds.has(task.kind) && !queue.includes(id)) enqueue([id])
        })
      }
    },
  }
}
