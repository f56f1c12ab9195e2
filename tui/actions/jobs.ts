import type { Command } from '../keymap/keymap.js'
import { jobAtCursor, jobIndex, moveToJob, openCancelTask, openRunJob, taskAtCursor, wantedRun } from '../model/jobs.js'
import { changeOverlay, closeOverlay, openOverlay, stateOf } from '../model/overlay.js'
import { openSheet } from '../model/sheet.js'
import { note } from '../model/toast.js'
import { type Action, leave } from './action.js'

const moveTo =
  (to: (index: number) => number): Action =>
  (model) => {
    moveToJob(model, to(jobIndex(model)))
    return []
  }

export const JOBS_ACTIONS = {
  'next-job': moveTo((index) => index + 1),
  'previous-job': moveTo((index) => index - 1),
  'first-job': moveTo(() => 0),
  'last-job': moveTo(() => Number.MAX_SAFE_INTEGER),
  'open-job': (model) => {
    const [job, task] = [jobAtCursor(model), taskAtCursor(model)]
    if (job !== undefined) openOverlay(model, 'sheet', openSheet({ kind: 'job', name: job.name }))
    if (task !== undefined) openOverlay(model, 'sheet', openSheet({ kind: 'task', id: task.id }))
    return []
  },
  'run-job': (model) => {
    const job = jobAtCursor(model)
    if (job !== undefined) openOverlay(model, 'run-job', openRunJob(job))
    return []
  },
  'cancel-task': (model) => {
    const task = taskAtCursor(model)
    if (task !== undefined) openOverlay(model, 'run-job', openCancelTask(task))
    return []
  },
  'run-job-typed': (model) => {
    const asked = stateOf(model, 'run-job')
    if (asked === undefined) return []
    const wanted = wantedRun(asked)
    if (wanted === undefined) {
      changeOverlay(model, 'run-job', { ...asked, mistaken: true })
      return []
    }
    closeOverlay(model)
    if (asked.cancels !== undefined) return [{ type: 'cancel-task', id: asked.cancels }]
    note(model, `Starting ${asked.job}`)
    return [{ type: 'run-job', name: asked.job, ...wanted }]
  },
  'leave-run-job': leave,
} as const satisfies Partial<Record<Command, Action>>
