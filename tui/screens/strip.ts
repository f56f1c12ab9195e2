import { openAlerts } from '../model/alerts.js'
import type { Model } from '../model/model.js'
import { jobsOf } from '../model/report.js'
import { type Line, span } from '../view/text.js'
import type { Clock } from '../view/time.js'
import { standingOf } from './alerts.js'
import { timeAt } from './instant.js'
import { JOB_SIGNS, progressOf } from './job.js'

/** The daemon's jobs in one line, and the newest alert that nobody has seen to in another. */
export function viewStrip(model: Model, clock: Clock): Line[] {
  const jobs = jobsOf(model)
  const line: Line =
    model.report === undefined
      ? [span('…', 'dim')]
      : jobs.length === 0
        ? [span('none', 'dim')]
        : jobs.flatMap((job): Line => {
            const [sign, style] = JOB_SIGNS[job.state]
            const progress = progressOf(job)
            return [
              span(job.name),
              span(` ${sign} `, style),
              span(`${job.state}${progress && ` ${progress}`}   `, 'dim'),
            ]
          })
  const [alert, ...others] = openAlerts(model)
  const jobsLine: Line = [span(' JOBS  ', 'dim'), ...line]
  const alertLine: Line =
    alert === undefined
      ? [span(' ALERT ', 'dim'), span(model.report === undefined ? '…' : 'none', 'dim')]
      : [
          span(' ALERT ', 'dim'),
          span(`${standingOf(model, alert).sign} `, standingOf(model, alert).style),
          span(`${timeAt(alert.atMs, model, clock)} `, 'dim'),
          span(alert.text),
          ...(others.length === 0 ? [] : [span(` · ${others.length} more`, 'dim')]),
        ]
  const clicked = (command: string) => (piece: Line[number]) => ({ ...piece, click: command })
  return [jobsLine.map(clicked('view-jobs')), alertLine.map(clicked('view-alerts'))]
}
