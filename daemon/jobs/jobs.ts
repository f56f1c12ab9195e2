import { TrailError } from '../../protocol/error.js'
import type { JobInfo } from '../../protocol/request.js'
import { formatTime } from '../../protocol/time.js'
import type { Records } from '../store/records.js'
import type { Job, Values } from './job.js'
import { schedule } from './schedule.js'

/** What is known of a job's runs, on disk. */
interface JobRecord {
  readonly startedAtMs: number
  /** By step; a step without one is still to be done. */
  readonly completedAtMs: { readonly [step: string]: number }
  readonly values: Values
  readonly message?: string
  readonly failure?: string
  readonly held?: string
}

export interface Jobs {
  list(): JobInfo[]
  /** Resolves when the job has ended. Throws `not-found`; `busy` while it runs. */
  run(name: string, options: { readonly confirm: boolean }): Promise<JobInfo>
  /** Goes on with what failed, once the cause has passed. */
  resume(): void
  /** Stops at the next step; idempotent. */
  close(): Promise<void>
}

export interface JobsOptions {
  readonly jobs: readonly Job[]
  readonly records: Records
  readonly now: () => number
  /** Told of each end worth telling. */
  readonly onEnd: (end: {
    readonly job: string
    readonly state: 'completed' | 'held' | 'failed'
    readonly message: string
    readonly values: Values
  }) => void
}

/** Runs jobs at their times, never two runs of one at once, and goes on with what a stop or a crash interrupted. */
export async function openJobs({ jobs, records, now, onEnd }: JobsOptions): Promise<Jobs> {
  const stopping = new AbortController()
  const known = new Map<string, JobRecord>()
  const running = new Map<string, { readonly end: Promise<void>; fraction: number }>()
  for (const [name, record] of await records.list('job')) known.set(name, record as JobRecord)

  const keep = async (job: Job, record: JobRecord) => {
    known.set(job.name, record)
    await records.put('job', job.name, record)
  }

  async function begin(job: Job, confirm: boolean): Promise<void> {
    const last = known.get(job.name)
    const planned = await job.plan({ last: last?.values, confirm })
    const ended = { startedAtMs: now(), completedAtMs: last?.completedAtMs ?? {}, values: last?.values ?? {} }
    if ('message' in planned) return keep(job, { ...ended, message: planned.message })
    if ('held' in planned) {
      if (last?.held !== planned.held) onEnd({ job: job.name, state: 'held', message: planned.held, values: {} })
      return keep(job, { ...ended, held: planned.held })
    }
    await keep(job, { startedAtMs: now(), completedAtMs: {}, values: planned.input })
    await proceed(job)
  }

  /** From the first step that has no time. */
  async function proceed(job: Job): Promise<void> {
    const steps = Object.entries(job.steps)
    for (const [done, [step, work]] of steps.entries()) {
      const record = known.get(job.name)!
      if (record.completedAtMs[step] !== undefined) continue
      stopping.signal.throwIfAborted()
      const progress = (fraction: number) => {
        const run = running.get(job.name)
        if (run !== undefined) run.fraction = (done + fraction) / steps.length
      }
      const values = { ...record.values, ...(await work(record.values, { signal: stopping.signal, progress })) }
      await keep(job, { ...record, values, completedAtMs: { ...record.completedAtMs, [step]: now() } })
    }
    const record = known.get(job.name)!
    const message = job.message(record.values)
    await keep(job, { ...record, message })
    if (job.noteworthy(record.values)) onEnd({ job: job.name, state: 'completed', message, values: record.values })
  }

  function start(job: Job, work: () => Promise<void>): Promise<void> {
    const end = (async () => {
      try {
        await work()
      } catch (error) {
        if (stopping.signal.aborted) return
        const failure = error instanceof Error ? error.message : String(error)
        const record = known.get(job.name) ?? { startedAtMs: now(), completedAtMs: {}, values: {} }
        known.set(job.name, { ...record, failure })
        onEnd({ job: job.name, state: 'failed', message: failure, values: {} })
      } finally {
        running.delete(job.name)
      }
    })()
    running.set(job.name, { end, fraction: 0 })
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
  const goOn = (job: Job) => {
    const record = known.get(job.name)
    const interrupted = record !== undefined && record.message === undefined && record.held === undefined
    return start(job, () => (interrupted ? proceed(job) : begin(job, false)))
  }
  for (const job of jobs) void goOn(job)

  const info = (job: Job): JobInfo => {
    const record = known.get(job.name)
    const run = running.get(job.name)
    const state =
      run !== undefined
        ? 'running'
        : record?.failure !== undefined
          ? 'failed'
          : record?.held !== undefined
            ? 'held'
            : 'idle'
    const message = record?.failure ?? record?.held ?? record?.message
    const nextRunAt = scheduled.get(job.name)?.nextRunAt()
    return {
      name: job.name,
      state,
      schedule: job.schedule,
      ...(record !== undefined && { lastRunAt: formatTime(record.startedAtMs) }),
      ...(nextRunAt !== undefined && { nextRunAt: nextRunAt.toISOString() }),
      ...(message !== undefined && { message }),
      ...(run !== undefined && { progress: run.fraction }),
    }
  }
  return {
    list: () => jobs.map(info),
    async run(name, { confirm }) {
      const job = jobs.find((candidate) => candidate.name === name)
      if (job === undefined) throw new TrailError('not-found', `Cannot run "${name}": there is no such job`)
      if (running.has(name)) throw new TrailError('busy', `Cannot run "${name}": it is running`)
      await start(job, () => begin(job, confirm))
      return info(job)
    },
    resume() {
      for (const job of jobs) {
        // What runs by a handle that was closed is about to fail, too.
        void Promise.resolve(running.get(job.name)?.end).then(() => {
          const { failure, ...record } = known.get(job.name) ?? {}
          if (failure === undefined || running.has(job.name) || stopping.signal.aborted) return
          known.set(job.name, record as JobRecord)
          return goOn(job)
        })
      }
    },
    async close() {
      stopping.abort()
      for (const task of scheduled.values()) task.close()
      await Promise.all([...running.values()].map(({ end }) => end))
    },
  }
}
