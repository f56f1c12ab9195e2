import type { Client, ConnectionState } from '../../protocol/client.js'
import { TrailError } from '../../protocol/error.js'
import type { AuditEvent } from '../../protocol/event.js'
import { filterFromArguments } from '../../protocol/filter/argument.js'
import type { Gap } from '../../protocol/request.js'
import { count } from '../view/number.js'
import { command, optional } from './command.js'
import { EVENT_OUTPUT_OPTION, eventPrinter, formatOf } from './event-printer.js'
import { FILTER_OPTIONS, filterOf } from './filter-option.js'
import { TARGET_OPTIONS } from './find-daemon.js'
import { text, wholeNumber } from './option-value.js'
import { pages } from './pages.js'
import { say } from './say.js'
import { withClient } from './with-client.js'
import type { World } from './world.js'

const DEFAULT_COUNT = 10

export const tail = command({
  name: 'tail',
  summary: 'print matching events as they arrive, after the latest ones',
  arguments: '[FILTER...]',
  options: {
    count: optional(
      '-n, --count <count>',
      `begin with so many (default ${DEFAULT_COUNT}, with --since all)`,
      wholeNumber(0, 10_000),
    ),
    since: optional('--since <time>', 'begin with those since then: 1h, 14:30, 2026-11-20', text),
    ...EVENT_OUTPUT_OPTION,
    ...FILTER_OPTIONS,
    ...TARGET_OPTIONS,
  },
  async run(world, args, values) {
    const filter = filterOf(args, values)
    const since = values.since === undefined ? undefined : filterFromArguments([`since:${values.since}`])
    const history = since === undefined ? undefined : `${filter} ${since}`.trim()
    const print = eventPrinter(world, formatOf(world, values.output))
    await withClient(world, values, async (client) => {
      const stop = client.onState(reporter(world))
      try {
        await follow(world, client, { filter, history, count: values.count }, print)
      } finally {
        stop()
      }
    })
    return undefined
  },
})

interface Following {
  readonly filter: string
  /** What to begin with, where that is told by time. */
  readonly history: string | undefined
  readonly count: number | undefined
}

type Print = (events: readonly AuditEvent[]) => Promise<void>

/** Ends only by an error or the signal. Where the trail has become another one, begins anew. */
async function follow(world: World, client: Client, following: Following, print: Print): Promise<void> {
  const { filter, history, count: wanted } = following
  for (;;) {
    try {
      const start =
        history === undefined
          ? { backlog: wanted ?? DEFAULT_COUNT }
          : { after: await printHistory(world, client, history, wanted, print) }
      const frames = client.subscribe({ filter, timeZone: world.timeZone, ...start }, world.signal)
      for await (const frame of frames) {
        if ('gap' in frame) await say(world, describe(frame.gap))
        else await print(frame.events)
      }
      world.signal.throwIfAborted()
    } catch (error) {
      if (!(error instanceof TrailError) || error.type !== 'unknown-cursor') throw error
      await say(world, 'this is another trail than before: what was missed is not known, beginning anew')
    }
  }
}

/** The events since a time, oldest first; the last `wanted` of them, where that is said. Resolves with the seq to go on behind. */
async function printHistory(world: World, client: Client, filter: string, wanted: number | undefined, print: Print) {
  const order = wanted === undefined ? 'oldest' : 'newest'
  const limit = wanted === undefined ? Number.POSITIVE_INFINITY : Math.max(1, wanted)
  let asOf = 0
  const newest: AuditEvent[] = []
  for await (const page of pages(world, client, { filter, order, limit, patient: true })) {
    asOf = page.asOf
    if (wanted === undefined) await print(page.events)
    else newest.push(...page.events)
  }
  if (wanted !== undefined) await print(newest.slice(0, wanted).reverse())
  return asOf
}

function reporter(world: World): (state: ConnectionState) => void {
  let lost = false
  return (state) => {
    if (state.kind === 'waiting' && !lost) void say(world, `${state.error.message}; trying again`)
    if (state.kind === 'open' && lost) void say(world, 'connected again')
    lost = state.kind !== 'open'
  }
}

const REASONS: Readonly<Record<Gap['reason'], string>> = {
  retention: 'past the retention limit',
  erased: 'erased',
  lost: 'lost by damage',
}

const describe = ({ from, to, count: missing, reason }: Gap) =>
  `${count(missing)} events from seq ${from} to ${to} are not there: ${REASONS[reason]}`
