import { schedule as cron } from 'node-cron'

export interface Scheduled {
  nextRunAt(): Date | undefined
  close(): void
}

/** Calls `run` at the times of a cron pattern (UTC), never while a call before is still under way. `run` must not throw. */
export function schedule(pattern: string, run: () => Promise<void>): Scheduled {
  const task = cron(pattern, run, { timezone: 'UTC', noOverlap: true })
  task.unref()
  return { nextRunAt: () => task.getNextRun() ?? undefined, close: () => void task.destroy() }
}
