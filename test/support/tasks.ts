import type { StepContext, Work } from '#daemon/jobs/task.js'
import { openTaskRunner, type TaskEnd } from '#daemon/jobs/task-runner.js'
import { createTasks } from '#daemon/jobs/tasks.js'
import type { Records } from '#daemon/store/records.js'

export const OWNER = { actor: { type: 'token', id: 'mina' } } as const

export async function openedTasks(records: Records) {
  const ends: TaskEnd[] = []
  const runner = await openTaskRunner({ records, now: Date.now, onEnd: (end) => ends.push(end) })
  return { ends, runner, tasks: createTasks(runner) }
}

/** Work that is always worth telling. */
export const work = (steps: Work['steps']): Work => ({
  steps,
  message: (v) => JSON.stringify(v),
  noteworthy: () => true,
})

/** A step that waits until it is let go or its signal is aborted, and tells how far it is. */
export function gate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  let context: StepContext | undefined
  return {
    open,
    context: () => context,
    async step(_: unknown, given: StepContext) {
      context = given
      const aborted = new Promise((_, reject) => {
        given.signal.addEventListener('abort', () => reject(given.signal.reason))
      })
      await Promise.race([opened, aborted])
      return {}
    },
  }
}
