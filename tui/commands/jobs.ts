import type { JobInfo } from '../../protocol/request.js'
import { span } from '../view/text.js'
import { command, flag } from './command.js'
import { clockOf, localTime } from './event-line.js'
import { formatOf, OUTPUT_OPTION, type PrintFormat } from './event-printer.js'
import { TARGET_OPTIONS } from './find-daemon.js'
import { printRows } from './rows.js'
import { withClient } from './with-client.js'
import type { World } from './world.js'

export const jobs = command({
  name: 'jobs',
  summary: 'print what the daemon does by itself: last run, next run, state',
  options: { ...OUTPUT_OPTION, ...TARGET_OPTIONS },
  async run(world, _args, values) {
    const list = await withClient(world, values, (client) => client.call('jobs.list', {}, world.signal))
    await print(world, formatOf(world, values.output), list.jobs)
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
