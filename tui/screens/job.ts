import type { JobInfo } from '../../protocol/request.js'
import type { Model } from '../model/model.js'
import { type Line, type Style, span, wrap } from '../view/text.js'
import type { Clock } from '../view/time.js'
import { timeOfText } from './instant.js'

export const JOB_SIGNS: Readonly<Record<JobInfo['state'], readonly [string, Style]>> = {
  idle: ['·', 'dim'],
  running: ['◐', 'good'],
  failed: ['✗', 'bad'],
  held: ['⏸', 'warn'],
}

export const progressOf = ({ progress }: Pick<JobInfo, 'progress'>): string =>
  progress === undefined ? '' : `${Math.floor(progress * 100)}%`

/** All that is known of a job. */
export function jobLines(job: JobInfo, model: Model, clock: Clock, columns: number): Line[] {
  const [sign, style] = JOB_SIGNS[job.state]
  const fact = (name: string, value: string): Line => [span(name.padEnd(10), 'dim'), span(value)]
  const progress = progressOf(job)
  return [
    [
      span(`${sign} `, style),
      span(job.name, 'strong'),
      span(`  ${job.state}`, style),
      span(progress && ` ${progress}`),
    ],
    ...wrap(job.message ?? '', columns).map((piece): Line => [span(piece)]),
    fact('last run', timeOfText(job.lastRunAt, model, clock, 'not yet')),
    fact('next run', timeOfText(job.nextRunAt, model, clock, 'not planned')),
    fact('schedule', job.schedule),
  ]
}
