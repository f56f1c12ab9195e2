import type { OwnEvent } from './ingest/ingest.js'
import type { JobsOptions } from './jobs/jobs.js'
import type { TaskEnd } from './jobs/task-runner.js'

/** What the trail tells of the end of a task. */
export function taskEvent({ task, state, message, by }: TaskEnd): OwnEvent {
  const { id, kind, subject, scheduled, values } = task
  if (scheduled === true && state !== 'cancelled') {
    if (state === 'failed') return jobEvent('Audit Job Failed', kind, { message })
    return jobEvent(`Audit ${capitalised(kind)} Completed`, kind, { message, ...values })
  }
  return {
    action: `Audit Task ${capitalised(state)}`,
    ...by,
    resource: { type: 'task', id, name: kind },
    details: { ...(subject !== undefined && { subject }), message, ...values },
  }
}

/** What the trail tells of a job that made no task. */
export function stopEvent({ job, state, message }: Parameters<JobsOptions['onStop']>[0]): OwnEvent {
  return jobEvent(state === 'failed' ? 'Audit Job Failed' : `Audit ${capitalised(job)} Held`, job, { message })
}

const jobEvent = (action: string, job: string, details: Readonly<Record<string, unknown>>): OwnEvent => ({
  action,
  resource: { type: 'job', id: job, name: job },
  details,
})

const capitalised = (word: string) => `${word[0]!.toUpperCase()}${word.slice(1)}`
