import type { JobInfo } from '../../protocol/request.js'
import type { Task } from '../../protocol/task-request.js'
import { stepOf } from '../view/task-step.js'
import { type Span, span } from '../view/text.js'
import { command, flag } from './command.js'
import { clockOf, localTime } from './event-line.js'
import { formatOf, OUTPUT_OPTION, type PrintFormat } from './event-printer.js'
import { TARGET_OPTIONS } from './find-daemon.js'
import { printRows } from './rows.js'
import { withClient } from './with-client.js'
import type { World } from './world.js'

export const jobs = command({
  name: 'jobs',
  summary:
    'print what the daemon does by itself: last run, next run, state; then its tasks, those that run and those that ended',
  options: { ...OUTPUT_OPTION, ...TARGET_OPTIONS },
  async run(world, _args, values) {
    const [list, { tasks }] = await withClient(world, values, (client) =>
      Promise.all([client.call('jobs.list', {}, world.signal), client.call('tasks.list', {}, world.signal)]),
    )
    const format = formatOf(world, values.output)
    await print(world, format, list.jobs)
    if (tasks.length > 0 && format === 'pretty') await world.stdout.write('\n')
    if (tasks.length > 0) await printTasks(world, format, tasks)
    return undefined
  },
})

export const jobsRun = command({
  name: 'jobs run',
  summary: 'start a job now',
  arguments: '<NAME>',
  options: {
    confirm: flag('--confirm', 'let it delete what it holds back'),
    ...OUTPUT_OPTION,
    ...TARGET_OPTIONS,
  },
  async run(world, [name = ''], values) {
    const { confirm } = values
    const job = await withClient(world, values, (client) => client.call('jobs.run', { name, confirm }, world.signal))
    await print(world, formatOf(world, values.output), [job])
    return job.state === 'failed' ? 1 : undefined
  },
})

export const jobsCancel = command({
  name: 'jobs cancel',
  summary: 'end a task within its step; what it has done stays done',
  arguments: '<ID>',
  options: { ...OUTPUT_OPTION, ...TARGET_OPTIONS },
  async run(world, [id = ''], values) {
    const task = await withClient(world, values, (client) => client.call('tasks.cancel', { id }, world.signal))
    await printTasks(world, formatOf(world, values.output), [task])
    return task.state === 'cancelled' ? undefined : 1
  },
})

const STYLES = { idle: 'plain', running: 'good', failed: 'bad', held: 'warn' } as const

function print(world: World, format: PrintFormat, list: readonly JobInfo[]): Promise<void> {
  const clock = clockOf(world.timeZone)
  const time = (at: string | undefined) => span(at === undefined ? '' : localTime(at, clock))
  return printRows(world, format, list, {
    NAME: ({ name }) => span(name, 'strong'),
    STATE: ({ state, progress }) =>
      span(progress === undefined ? state : `${state} ${Math.round(progress * 100)}%`, STYLES[state]),
    SCHEDULE: ({ schedule }) => span(schedule),
    'LAST RUN': ({ lastRunAt }) => time(lastRunAt),
    'NEXT RUN': ({ nextRunAt }) => time(nextRunAt),
    MESSAGE: ({ message = '' }) => span(message),
  })
}

const TASK_STYLES = { waiting: 'dim', running: 'good', completed: 'plain', failed: 'bad', cancelled: 'warn' } as const

/** A line of a task has `id` and `kind` where a job's has `name`. */
export function printTasks(world: World, format: PrintFormat, tasks: readonly Task[]): Promise<void> {
  const clock = clockOf(world.timeZone)
  const time = (at: string | undefined): Span => span(at === undefined ? '' : localTime(at, clock))
  return printRows(world, format, tasks, {
    TASK: ({ id }) => span(id, 'strong'),
    KIND: ({ kind, subject }) => span(subject === undefined ? kind : `${kind} ${subject}`),
    STATE: ({ state, progress }) =>
      span(progress === undefined ? state : `${state} ${Math.floor(progress * 100)}%`, TASK_STYLES[state]),
    STEP: ({ steps }) => span(stepOf(steps)),
    BEGAN: ({ startedAt }) => time(startedAt),
    ENDED: ({ endedAt }) => time(endedAt),
    MESSAGE: ({ message = '' }) => span(message),
  })
}
