import type { JobInfo } from '../../protocol/request.js'
import type { Task } from '../../protocol/task-request.js'
import { type Typed, typed } from './line-editor.js'
import { jobsOf, type ReportState, tasksOf } from './report.js'

export interface JobsState {
  /** What the cursor is on, by its key; the first where there is none of it. */
  jobAt: string | undefined
  /** Of each that is running, how far it got a second between one report and the next, as a share; the newest last. */
  paces: Readonly<Record<string, readonly number[]>>
}

/** A job's is its name, a task's its id. */
const keysOf = (model: ReportState): string[] => [
  ...jobsOf(model).map(({ name }) => name),
  ...tasksOf(model).map(({ id }) => `task ${id}`),
]

export const newJobs = (): JobsState => ({ jobAt: undefined, paces: {} })

const MOST_PACES = 60

/** To be told before a report takes the place of the one before it, `seconds` ago. What runs anew begins anew. */
export function notePaces(model: JobsState & ReportState, jobs: readonly JobInfo[], seconds: number): void {
  const before = new Map(jobsOf(model).map((job) => [job.name, job]))
  model.paces = Object.fromEntries(
    jobs.flatMap(({ name, state, progress }) => {
      const was = before.get(name)
      if (state !== 'running' || progress === undefined || was?.state !== 'running' || seconds <= 0) return []
      const gained = progress - (was.progress ?? Number.POSITIVE_INFINITY)
      return gained < 0 ? [] : [[name, [...(model.paces[name] ?? []), gained / seconds].slice(-MOST_PACES)]]
    }),
  )
}

export const jobIndex = (model: JobsState & ReportState): number =>
  Math.max(0, keysOf(model).indexOf(model.jobAt ?? ''))

/** How many jobs and tasks there are. */
export const jobsLength = (model: ReportState): number => jobsOf(model).length + tasksOf(model).length

export const jobAtCursor = (model: JobsState & ReportState): JobInfo | undefined => jobsOf(model)[jobIndex(model)]

export const taskAtCursor = (model: JobsState & ReportState): Task | undefined =>
  tasksOf(model)[jobIndex(model) - jobsOf(model).length]

export function moveToJob(model: JobsState & ReportState, index: number): void {
  const keys = keysOf(model)
  model.jobAt = keys[Math.min(Math.max(0, index), keys.length - 1)]
}

/**
 * A job about to be run: who wants it types its name, and `confirm` behind it for one
 * that holds something back. Or a task about to be cancelled: its kind is typed.
 */
export interface RunJob {
  readonly job: string
  /** The id of the task. */
  readonly cancels?: string
  readonly held: boolean
  readonly line: Typed
  /** What was typed is not what is asked for. */
  readonly mistaken: boolean
}

export const openRunJob = ({ name, state }: JobInfo): RunJob => ({
  job: name,
  held: state === 'held',
  line: typed(''),
  mistaken: false,
})

export const openCancelTask = ({ id, kind }: Task): RunJob => ({
  job: kind,
  cancels: id,
  held: false,
  line: typed(''),
  mistaken: false,
})

/** What the typed line asks for; undefined where it is neither. */
export function wantedRun({ job, held, line }: RunJob): { readonly confirm: boolean } | undefined {
  const words = line.text.trim().split(/\s+/).join(' ')
  if (words === job) return { confirm: false }
  return held && words === `${job} confirm` ? { confirm: true } : undefined
}
