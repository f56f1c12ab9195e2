import type { JobInfo } from '../../../protocol/request.js'
import type { Task } from '../../../protocol/task-request.js'
import type { Report } from '../report.js'
import type { Figures } from '../stats.js'

/** What the daemon says of itself, and what it did when told to. */
export type DaemonMessage =
  | { readonly type: 'reported'; readonly report: Report }
  | { readonly type: 'not-reported'; readonly message: string }
  | { readonly type: 'job-ran'; readonly job: JobInfo }
  | { readonly type: 'task-cancelled'; readonly task: Task }
  | { readonly type: 'job-refused'; readonly name: string; readonly message: string }
  | { readonly type: 'figures'; readonly figures: Figures }
  | { readonly type: 'no-figures'; readonly message: string; readonly passing: boolean }
  | { readonly type: 'charts-loaded' }
