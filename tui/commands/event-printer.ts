import { canonicalJson } from '../../protocol/canonical.js'
import { csvHeader, csvRows } from '../../protocol/csv.js'
import type { AuditEvent } from '../../protocol/event.js'
import { optional } from './command.js'
import { clockOf, eventLine } from './event-line.js'
import { jsonLine } from './json-line.js'
import { oneOf } from './option-value.js'
import type { World } from './world.js'

export type PrintFormat = 'pretty' | 'json' | 'csv'

export const EVENT_OUTPUT_OPTION = {
  output: optional(
    '-o, --output <format>',
    'pretty, json or csv (default: pretty on a terminal, else json)',
    oneOf('pretty', 'json', 'csv'),
  ),
}
export const OUTPUT_OPTION = {
  output: optional(
    '-o, --output <format>',
    'pretty or json (default: pretty on a terminal, else json)',
    oneOf('pretty', 'json'),
  ),
}

/** What to print as where nothing is said. */
export const formatOf = <F extends PrintFormat>({ stdout }: World, wanted: F | undefined): F | 'pretty' | 'json' =>
  wanted ?? (stdout.isTTY ? 'pretty' : 'json')

/** Writes events to stdout, as they come; CSV begins with its header, also where no event follows. */
export function eventPrinter(world: World, format: PrintFormat): (events: readonly AuditEvent[]) => Promise<void> {
  const { stdout } = world
  if (format === 'csv') return csvPrinter(world)
  const clock = clockOf(world.timeZone)
  const print =
    format === 'json'
      ? (event: AuditEvent) => jsonLine(canonicalJson(event), stdout)
      : (event: AuditEvent) => `${eventLine(event, stdout, clock)}\n`
  return async (events) => {
    if (events.length > 0) await stdout.write(events.map(print).join(''))
  }
}

function csvPrinter({ stdout }: World): (events: readonly AuditEvent[]) => Promise<void> {
  let head = csvHeader()
  return async (events) => {
    const csv = head + csvRows(events)
    head = ''
    await stdout.write(Buffer.from(csv))
  }
}
