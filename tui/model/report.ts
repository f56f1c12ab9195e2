import type { JobInfo, Status } from '../../protocol/request.js'
import type { Task } from '../../protocol/task-request.js'

/** What the daemon last said of itself and of what it does by itself. */
export interface Report {
  readonly status: Status
  readonly jobs: readonly JobInfo[]
  readonly tasks: readonly Task[]
}

export interface ReportState {
  /** Undefined until it was told. */
  report: Report | undefined
  reportedAtMs: number
  /** Why it could not be told the last time it was asked. */
  unreported: string | undefined
}

export const newReport = (): ReportState => ({ report: undefined, reportedAtMs: 0, unreported: undefined })

export const jobsOf = ({ report }: ReportState): readonly JobInfo[] => report?.jobs ?? []

export const tasksOf = ({ report }: ReportState): readonly Task[] => report?.tasks ?? []
