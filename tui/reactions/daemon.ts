import { raiseAlerts } from '../model/alerts.js'
import { notePaces } from '../model/jobs.js'
import type { DaemonMessage } from '../model/message/daemon.js'
import { note } from '../model/toast.js'
import { quietly, type Reactions } from './reaction.js'

export const DAEMON_REACTIONS: Reactions<DaemonMessage> = {
  reported: quietly((model, { report }) => {
    notePaces(model, report.jobs, (model.nowMs - model.reportedAtMs) / 1000)
    model.report = report
    model.reportedAtMs = model.nowMs
    model.unreported = undefined
    raiseAlerts(model)
  }),
  'not-reported': quietly((model, { message }) => {
    model.unreported = message
  }),
  'job-ran'(model, { job: { name, state, message } }) {
    const text = state === 'running' ? `${name} is running` : `${name}: ${message ?? state}`
    note(model, text, state === 'failed' ? 'error' : 'done')
    return [{ type: 'ask-report' }]
  },
  'task-cancelled'(model, { task: { kind, state } }) {
    note(model, state === 'cancelled' ? `${kind} is cancelled` : `${kind} had ${state} before`, 'done')
    return [{ type: 'ask-report' }]
  },
  'job-refused': quietly((model, { message }) => note(model, message, 'error')),
  figures: quietly((model, { figures }) => {
    model.figuresTookMs = model.nowMs - model.figuresAskedAtMs
    // What was asked for before another period was chosen comes too late.
    if (figures.period === model.period) model.figures = figures
  }),
  'no-figures': quietly((model, { message, passing }) => {
    model.figuresTookMs = model.nowMs - model.figuresAskedAtMs
    if (!passing) note(model, message, 'error')
  }),
  'charts-loaded': quietly((model) => {
    model.chartsLoaded = true
  }),
}
