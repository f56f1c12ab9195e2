import { canonicalJson } from '../../protocol/canonical.js'
import { printFilter } from '../../protocol/filter/print.js'
import { command } from './command.js'
import { eventDetail } from './event-detail.js'
import { clockOf } from './event-line.js'
import { formatOf, OUTPUT_OPTION } from './event-printer.js'
import { TARGET_OPTIONS } from './find-daemon.js'
import { jsonLine } from './json-line.js'
import { withClient } from './with-client.js'
import { Failed } from './world.js'

export const showEvent = command({
  name: 'show',
  summary: 'print one event, whole',
  arguments: '<ID|seq:N>',
  options: { ...OUTPUT_OPTION, ...TARGET_OPTIONS },
  async run(world, [which = ''], values) {
    const pretty = formatOf(world, values.output) === 'pretty'
    const { event, erasure } = await withClient(world, values, async (client) => {
      const one = async (filter: string) => (await client.call('query', { filter, limit: 1 }, world.signal)).events[0]
      const event = await one(filterFor(which))
      const erasure = pretty && event?.erased !== undefined ? await one(`seq:${event.erased.by}`) : undefined
      return { event, erasure }
    })
    if (!event) throw new Failed(`Cannot show ${which}: there is no such event`)
    await world.stdout.write(
      pretty
        ? eventDetail(event, erasure, world.stdout, clockOf(world.timeZone))
        : jsonLine(canonicalJson(event), world.stdout),
    )
    return undefined
  },
})

/** An id is taken literally, whatever it holds. */
function filterFor(which: string): string {
  if (/^seq:\d+$/.test(which)) return which
  return printFilter({ terms: [{ key: 'id', negated: false, column: 1, values: [{ runs: [which] }] }] })
}
