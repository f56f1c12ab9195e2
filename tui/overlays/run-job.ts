import type { RunJob } from '../model/jobs.js'
import { changeOverlay } from '../model/overlay.js'
import { jobsOf } from '../model/report.js'
import { runJobRect, viewRunJob } from '../screens/run-job.js'
import type { OverlayKind } from './overlay.js'

export const RUN_JOB: OverlayKind<RunJob> = {
  view(asked, model) {
    const message = jobsOf(model).find(({ name }) => name === asked.job)?.message
    return { rect: runJobRect(model), lines: viewRunJob(asked, message, model) }
  },
  typing: {
    line: ({ line }) => line,
    retype(model, asked, line) {
      changeOverlay(model, 'run-job', { ...asked, line, mistaken: false })
      return []
    },
  },
}
