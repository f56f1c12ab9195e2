import type { Client } from '../../protocol/client.js'
import type { RedactionPreview, RedactionRule, RedactionSample } from '../../protocol/redaction.js'
import { count } from '../view/number.js'
import { span } from '../view/text.js'
import { command, defaulted, flag, optional } from './command.js'
import { formatOf, OUTPUT_OPTION } from './event-printer.js'
import { FILTER_OPTIONS, filterOf } from './filter-option.js'
import { TARGET_OPTIONS } from './find-daemon.js'
import { inputLines, openInput } from './input-line.js'
import { jsonLine } from './json-line.js'
import { text, wholeNumber } from './option-value.js'
import { progressBar } from './progress-bar.js'
import { printRows } from './rows.js'
import { readRulesFile } from './rules-file.js'
import { say } from './say.js'
import { withClient } from './with-client.js'
import { UsageError, type World } from './world.js'

const MAX_LINE_BYTES = 256 * 1024
/** A frame holds a megabyte. */
const MAX_BATCH = { items: 500, bytes: 512 * 1024 }

export const redact = command({
  name: 'redact',
  summary:
    'show what rules of redaction would change (exits 1 where that is anything), or the hash that stands for a value',
  arguments: '[FILTER...]',
  options: {
    dryRun: flag('--dry-run', 'show what would be changed; nothing that is stored ever is'),
    rules: optional('--rules <file>', 'YAML or JSON (default: the rules that the daemon applies)', text),
    hash: optional('--hash <value>', 'print what the action hash makes of a value', text),
    stdin: flag('--stdin', 'look at events from stdin (NDJSON) instead of stored ones'),
    limit: defaulted('-n, --limit <count>', 'at most so many; 0 for all', wholeNumber(0, Number.MAX_SAFE_INTEGER), 0),
    ...OUTPUT_OPTION,
    ...FILTER_OPTIONS,
    ...TARGET_OPTIONS,
  },
  async run(world, args, values) {
    const { hash: value, dryRun } = values
    if (value !== undefined) {
      const { hash } = await withClient(world, values, (client) =>
        client.call('redaction.hash', { value }, world.signal),
      )
      await world.stdout.write(`${hash}\n`)
      return undefined
    }
    if (!dryRun) throw new UsageError('Cannot redact what is stored: expected --dry-run, or --hash and a value')
    const filter = filterOf(args, values)
    const rules = values.rules === undefined ? undefined : await readRulesFile(values.rules)
    const limit = values.limit === 0 ? Number.POSITIVE_INFINITY : values.limit
    const progress = progressBar(world)
    const found = await withClient(world, values, (client) =>
      sumOf(
        values.stdin ? ofStdin(world, client, rules, limit) : ofTrail(world, client, { rules, filter, limit }),
        progress.show,
      ),
    ).finally(progress.clear)
    await print(world, formatOf(world, values.output), found)
    return found.changed > 0 ? 1 : undefined
  },
})

async function* ofTrail(
  { signal, timeZone }: World,
  client: Client,
  { rules, filter, limit }: { rules: RedactionRule[] | undefined; filter: string; limit: number },
): AsyncGenerator<RedactionPreview> {
  let cursor: string | undefined
  let left = limit
  do {
    const page = await client.call(
      'redaction.preview',
      {
        ...{ filter, timeZone, limit: Math.min(1000, left) },
        ...(rules !== undefined && { rules }),
        ...(cursor !== undefined && { cursor }),
      },
      signal,
    )
    yield page
    left -= page.events
    cursor = page.next
  } while (cursor !== undefined && left > 0)
}

async function* ofStdin(
  world: World,
  client: Client,
  rules: RedactionRule[] | undefined,
  limit: number,
): AsyncGenerator<RedactionPreview> {
  let events: unknown[] = []
  let [bytes, left] = [0, limit]
  const ask = () => {
    const params = { events, ...(rules !== undefined && { rules }) }
    events = []
    bytes = 0
    return client.call('redaction.preview', params, world.signal)
  }
  for await (const line of inputLines(openInput('-', world.stdin), MAX_LINE_BYTES)) {
    if (left <= 0) break
    const event = await eventIn(world, line)
    if (event === undefined) continue
    events.push(event)
    bytes += line.bytes?.length ?? 0
    left -= 1
    if (events.length >= MAX_BATCH.items || bytes >= MAX_BATCH.bytes) yield await ask()
  }
  yield await ask()
}

async function eventIn(world: World, line: { number: number; bytes?: Buffer }): Promise<unknown> {
  const json = line.bytes?.toString('utf8')
  if (json?.trim() === '') return undefined
  try {
    if (json === undefined) throw new Error(`it is longer than ${MAX_LINE_BYTES} bytes`)
    return JSON.parse(json)
  } catch (error) {
    await say(world, `Cannot read line ${line.number}: ${(error as Error).message}`)
    return undefined
  }
}

async function sumOf(
  parts: AsyncIterable<RedactionPreview>,
  onEvents: (events: number) => void,
): Promise<RedactionPreview> {
  let sum: RedactionPreview = { events: 0, changed: 0, rejected: 0, rules: [], samples: [] }
  for await (const part of parts) {
    const before = sum
    const taken = new Map<string, number>()
    sum = {
      events: before.events + part.events,
      changed: before.changed + part.changed,
      rejected: before.rejected + part.rejected,
      rules: part.rules.map(({ rule, values }, i) => ({ rule, values: values + (before.rules[i]?.values ?? 0) })),
      samples: [...before.samples, ...part.samples].filter(({ rule }) => {
        taken.set(rule, (taken.get(rule) ?? 0) + 1)
        return taken.get(rule)! <= SAMPLES
      }),
    }
    onEvents(sum.events)
  }
  return sum
}

/** Of each rule. */
const SAMPLES = 5

async function print(world: World, format: 'pretty' | 'json', found: RedactionPreview): Promise<void> {
  if (format === 'json') return world.stdout.write(jsonLine(JSON.stringify(found), world.stdout))
  const { events, changed, rejected, rules, samples } = found
  await printRows(world, format, rules, {
    RULE: ({ rule }) => span(rule, 'strong'),
    VALUES: ({ values }) => span(count(values)),
  })
  if (samples.length > 0) {
    await world.stdout.write('\n')
    await printRows<RedactionSample>(world, format, samples, {
      SAMPLE: ({ rule }) => span(rule, 'strong'),
      SEQ: ({ seq }) => span(seq === undefined ? '' : String(seq)),
      WHERE: ({ path }) => span(path),
      VALUE: ({ before }) => span(before),
    })
  }
  const refused = rejected > 0 ? `; ${count(rejected)} are no events` : ''
  await say(world, `${count(changed)} of ${count(events)} events would be stored otherwise${refused}`)
}
