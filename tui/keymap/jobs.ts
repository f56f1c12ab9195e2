import { table } from '../model/binding.js'

/** In the view of jobs. */
export const JOBS = table(
  { keys: ['enter'], command: 'open-job', help: 'All there is to know of the job or the task', footer: 'open' },
  {
    keys: ['R'],
    command: 'run-job',
    help: 'Run the job now; asks for its name',
    footer: 'run',
    unless: 'no-running-of-jobs',
  },
  {
    keys: ['C'],
    command: 'cancel-task',
    help: 'Cancel the task; asks for its kind',
    footer: 'cancel',
    unless: 'no-cancelling',
  },
  { keys: ['j', 'down'], command: 'next-job', help: 'Next job or task' },
  { keys: ['k', 'up'], command: 'previous-job', help: 'Previous job or task' },
  { keys: ['g', 'home'], command: 'first-job', help: 'First job' },
  { keys: ['G', 'end'], command: 'last-job', help: 'Oldest task, or last job' },
  { keys: ['escape'], command: 'view-live-again', help: 'Back to the events', footer: 'events' },
)

/** Where the name of a job is typed to run it, or the kind of a task to cancel it. */
export const RUN_JOB = table(
  { keys: ['enter'], command: 'run-job-typed', help: 'Run or cancel it, where the name is right', footer: 'do it' },
  { keys: ['escape'], command: 'leave-run-job', help: 'Leave it alone', footer: 'leave' },
)
