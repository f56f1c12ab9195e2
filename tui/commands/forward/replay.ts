import { command, optional } from '../command.js'
import { formatOf, OUTPUT_OPTION, type PrintFormat } from '../event-printer.js'
import { FILTER_OPTIONS, filterOf } from '../filter-option.js'
import { TARGET_OPTIONS, type TargetValues } from '../find-daemon.js'
import { printTasks } from '../jobs.js'
import { text } from '../option-value.js'
import { say } from '../say.js'
import { withClient } from '../with-client.js'
import type { World } from '../world.js'

export const forwardReplay = command({
  name: 'forward replay',
  summary: 'send events of the past again, as a task: those of a time, those that match',
  arguments: '<NAME> [FILTER...]',
  options: {
    since: optional('--since <time>', 'from this time on, as 2026-11-20T10:00:00Z', text),
    until: optional('--until <time>', 'up to this time', text),
    ...FILTER_OPTIONS,
    ...OUTPUT_OPTION,
    ...TARGET_OPTIONS,
  },
  async run(world, [name = '', ...args], values) {
    const { since, until } = values
    const range = { ...(since !== undefined && { since }), ...(until !== undefined && { until }) }
    await replay(world, values, { name, filter: filterOf(args, values), ...range }, formatOf(world, values.output))
    return undefined
  },
})

/** Starts the task that sends again what matches, and prints it. */
export async function replay(
  world: World,
  target: TargetValues,
  asked: { readonly name: string; readonly filter: string; readonly since?: string; readonly until?: string },
  format: PrintFormat,
): Promise<void> {
  const { filter, ...range } = asked
  const narrowed = filter === '' ? {} : { filter, timeZone: world.timeZone }
  const task = await withClient(world, target, (client) =>
    client.call('forward.replay', { ...range, ...narrowed }, world.signal),
  )
  await printTasks(world, format, [task])
  await say(world, '"audit-trail jobs" tells how far it is')
}
