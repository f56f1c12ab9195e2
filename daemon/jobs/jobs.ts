import { TrailError } from '../../protocol/error.js'
import type { JobInfo } from '../../protocol/request.js'
import { formatTime } from '../../protocol/time.js'
import type { Records } from '../store/records.js'
import type { Job } from './job.js'
import { schedule } from './schedule.js'
import type { Values } from './task.js'
import { isEnded } from './task-book.js'
import type { TaskRunner } from './task-runner.js'

/** Why a job found nothing to do when it last looked, on disk; gone with the next task. */
interface Decision {
  readonly startedAtMs: number
  /** Of the last run. */
  readonly values: Values
  readonly message?: string
  readonly held?: string
}

/** What builds before there were tasks wrote while a job ran. */
interface EarlierRun {
  readonly completedAtMs: { readonly [step: string]: number }
  readonly values: Values
}

export interface Jobs {
  list(): JobInfo[]
  /** Of the last run that was completed: when it ended, and its values. */
  completed(name: string): { readonly endedAtMs: number; readonly values: Values } | undefined
  /** Resolves when the job has ended. Throws `not-found`; `busy` while it runs; neither tells `onBegin`. */
  run(name: string, options: { readonly confirm: boolean; readonly onBegin?: () => void }): Promise<JobInfo>
  /** Goes on with what failed, once the cause has passed. */
  resume(): void
  /** Stops within a step, the runner with it; idempotent. */
  close(): Promise<void>
}

export interface JobsOptions {
  readonly jobs: readonly Job[]
  readonly runner: TaskRunner
  readonly records: Records
  readonly now: () => number
  /** Told once of what is held back, and of what failed before there was a task. */
  readonly onStop: (stop: { readonly job: string; readonly state: 'held' | 'failed'; readonly message: string }) => void
}

/** Runs jobs at their times, never two runs of one at once, and goes on with what a stop or a crash interrupted. */
export async function openJobs({ jobs, runner, records, now, onStop }: JobsOptions): Promise<Jobs> {
  const decisions = new Map<string, Decision>()
  /** Of the plan or of its writing: what fails later is told by the task. */
  const failures = new Map<string, string>()
  const running = new Map<string, Promise<void>>()
  let isOpen = true

  for (const [name, value] of await records.list('job')) {
    const kept = value as Decision | EarlierRun
    if (!('completedAtMs' in kept) || 'message' in kept || 'held' in kept) decisions.set(name, kept as Decision)
    else await adopt(name, kept)
  }

  /** A crash between the two writes leaves both; then the task, which has no end, counts. */
  async function adopt(name: string, { completedAtMs, values }: EarlierRun): Promise<void> {
    const job = jobs.find((each) => each.name === name)
    if (job === undefined) return
    if (runner.latest(name) === undefined) {
      const steps = Object.keys(job.steps).map((step) => {
        const atMs = completedAtMs[step]
        return atMs === undefined ? { name: step } : { name: step, completedAtMs: atMs }
      })
      await runner.create({ kind: name, scheduled: true, steps, values })
    }
    await records.delete('job', name)
  }

  async function begin(job: Job, confirm: boolean): Promise<void> {
    const { name } = job
    await runner.abandon(name)
    const last = decisions.get(name) ?? runner.latest(name)
    const planned = await job.plan({ last: last?.values, confirm })
    if ('input' in planned) {
      const steps = Object.keys(job.steps).map((step) => ({ name: step }))
      const { id } = await runner.create({ kind: name, scheduled: true, steps, values: planned.input })
      if (decisions.delete(name)) await records.delete('job', name)
      return runner.run(id, () => job)
    }
    const isNews = 'held' in planned && decisions.get(name)?.held !== planned.held
    if (isNews) onStop({ job: name, state: 'held', message: planned.held })
    const decision = { startedAtMs: now(), values: last?.values ?? {}, ...planned }
    decisions.set(name, decision)
    await records.put('job', name, decision)
  }

  function goOn(job: Job): Promise<void> {
    const task = runner.latest(job.name)
    const isInterrupted =
      task !== undefined && (!isEnded(task) || (task.state === 'failed' && !decisions.has(job.name)))
    return start(job, () => (isInterrupted ? runner.run(task.id, () => job) : begin(job, false)))
  }

  function start(job: Job, work: () => Promise<void>): Promise<void> {
    failures.delete(job.name)
    const end = (async () => {
      try {
        await work()
      } catch (error) {
        if (!isOpen) return
        const message = error instanceof Error ? error.message : String(error)
        failures.set(job.name, message)
        onStop({ job: job.name, state: 'failed', message })
      } finally {
        running.delete(job.name)
      }
    })()
    running.set(job.name, end)
    return end
  }

  const scheduled = new Map(
    jobs.map((job) => [
      job.name,
      schedule(job.schedule, async () => {
        if (!running.has(job.name)) await start(job, () => begin(job, false))
      }),
    ]),
  )
  for (const job of jobs) void goOn(job)

  const info = (job: Job): JobInfo => {
    const decision = decisions.get(job.name)
    const task = decision === undefined ? runner.latest(job.name) : undefined
    const failure = failures.get(job.name) ?? (task?.state === 'failed' ? (task.message ?? 'interrupted') : undefined)
    const isRunning = running.has(job.name)
    const state = isRunning
      ? 'running'
      : failure !== undefined
        ? 'failed'
        : decision?.held !== undefined
          ? 'held'
          : 'idle'
    const ended = task?.state === 'cancelled' ? 'cancelled' : task?.message
    const message = failure ?? decision?.held ?? decision?.message ?? ended
    const lastRunAtMs = decision?.startedAtMs ?? task?.startedAtMs
    const nextRunAt = scheduled.get(job.name)?.nextRunAt()
    return {
      name: job.name,
      state,
      schedule: job.schedule,
      ...(lastRunAtMs !== undefined && { lastRunAt: formatTime(lastRunAtMs) }),
      ...(nextRunAt !== undefined && { nextRunAt: nextRunAt.toISOString() }),
      ...(message !== undefined && { message }),
      ...(isRunning && { progress: (task && runner.progress(task.id)) ?? 0 }),
    }
  }
  return {
    list: () => jobs.map(info),
    completed(name) {
      const task = runner.list().find(({ kind, state }) => kind === name && state === 'completed')
      return task?.endedAtMs === undefined ? undefined : { endedAtMs: task.endedAtMs, values: task.values }
    },
    async run(name, { confirm, onBegin }) {
      const job = jobs.find((candidate) => candidate.name === name)
      if (job === undefined) throw new TrailError('not-found', `Cannot run "${name}": there is no such job`)
      if (running.has(name)) throw new TrailError('busy', `Cannot run "${name}": it is running`)
      onBegin?.()
      await start(job, () => begin(job, confirm))
      return info(job)
    },
    resume() {
      for (const job of jobs) {
        // What runs by a handle that was closed is about to fail, too.
        void Promise.resolve(running.get(job.name)).then(() => {
          if (isOpen && !running.has(job.name) && info(job).state === 'failed') void goOn(job)
        })
      }
    },
    async close() {
      isOpen = false
      for (const task of scheduled.values()) task.close()
      await runner.close()
      await Promise.all(running.values())
    },
  }
}
