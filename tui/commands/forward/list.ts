import type { Destination, DestinationState } from '../../../protocol/destination.js'
import { sparkline } from '../../view/bars.js'
import { count } from '../../view/number.js'
import { type Style, span } from '../../view/text.js'
import { command } from '../command.js'
import { formatOf, OUTPUT_OPTION, type PrintFormat } from '../event-printer.js'
import { TARGET_OPTIONS } from '../find-daemon.js'
import { printRows } from '../rows.js'
import { withClient } from '../with-client.js'
import { UsageError, type World } from '../world.js'

export const forward = command({
  name: 'forward',
  summary: 'send audit events on to other systems',
  options: {},
  run: () =>
    Promise.reject(
      new UsageError(
        'Cannot tell what to do about forwarding: expected list, create, edit, enable, disable, delete, secret, test, preview, replay, discards or dead',
      ),
    ),
})

export const forwardList = command({
  name: 'forward list',
  summary: 'print the destinations: state, how far behind, what became of events',
  options: { ...OUTPUT_OPTION, ...TARGET_OPTIONS },
  async run(world, _args, values) {
    const { destinations } = await withClient(world, values, (client) => client.call('forward.list', {}, world.signal))
    await printDestinations(world, formatOf(world, values.output), destinations)
    return undefined
  },
})

const STYLES: { readonly [S in DestinationState]: Style } = {
  disabled: 'dim',
  idle: 'good',
  delivering: 'good',
  retrying: 'warn',
  down: 'bad',
  gone: 'bad',
  full: 'bad',
}

/** For people the figures that matter at a glance; for programs everything, with the name and state at the top. */
export function printDestinations(world: World, format: PrintFormat, list: readonly Destination[]): Promise<void> {
  if (format === 'json') {
    const flat = list.map(({ settings, ...rest }) => {
      const { name, type, ...others } = settings
      const { delivered, ...counts } = rest.counts
      const discarded = counts.filteredAtDestination + counts.filteredAtSource + counts.failedDelivery
      return { name, type, ...rest, delivered, discarded, settings: others }
    })
    return printRows(world, 'json', flat, {})
  }
  return printRows(world, format, list, {
    NAME: ({ settings }) => span(settings.name, 'strong'),
    TYPE: ({ settings }) => span(settings.type),
    STATE: ({ state }) => span(state, STYLES[state]),
    BEHIND: ({ lagEvents, lagSeconds }) =>
      span(lagEvents === 0 ? '-' : `${count(lagEvents)} events, ${ageOf(lagSeconds)}`),
    DELIVERED: ({ counts }) => span(count(counts.delivered)),
    FILTERED: ({ counts }) => span(count(counts.filteredAtDestination + counts.filteredAtSource)),
    DEAD: ({ dead }) => span(count(dead), dead > 0 ? 'warn' : 'plain'),
    'LAST MINUTE': ({ deliveredPerSecond }) => span(sparkline(deliveredPerSecond.slice(-20)), 'accent'),
    PROBLEM: ({ failure }) => span(failure === undefined ? '' : `${failure.code}: ${failure.message}`, 'bad'),
  })
}

function ageOf(seconds: number): string {
  if (seconds < 120) return `${seconds} s`
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`
  return `${Math.round(seconds / 3600)} h`
}
