import { span } from '../../view/text.js'
import { command, flag, optional, repeated } from '../command.js'
import { clockOf, localTime } from '../event-line.js'
import { formatOf, OUTPUT_OPTION } from '../event-printer.js'
import { TARGET_OPTIONS } from '../find-daemon.js'
import { printTasks } from '../jobs.js'
import { jsonLine } from '../json-line.js'
import { wholeNumber } from '../option-value.js'
import { paint } from '../paint.js'
import { printRows } from '../rows.js'
import { say } from '../say.js'
import { withClient } from '../with-client.js'
import { UsageError } from '../world.js'
import { named } from './control.js'
import { SETTINGS_OPTIONS, settingsOf } from './settings-option.js'

export const forwardPreview = command({
  name: 'forward preview',
  summary: 'what filters and plan make of one event, and what would be sent; sends nothing',
  arguments: '<NAME> <SEQ>',
  options: { ...SETTINGS_OPTIONS, ...OUTPUT_OPTION, ...TARGET_OPTIONS },
  async run(world, [name = '', which = ''], values) {
    const seq = Number(which.replace(/^seq:/, ''))
    if (!Number.isSafeInteger(seq) || seq < 1)
      throw new UsageError(`Cannot preview '${which}': expected a seq, as 4711`)
    const preview = await withClient(world, values, async (client) => {
      const { settings: before } = await named(client, name, world.signal)
      const settings = await settingsOf(before, values)
      return client.call('forward.preview', { seq, settings }, world.signal)
    })
    const { stdout } = world
    if (formatOf(world, values.output) === 'json') {
      await stdout.write(jsonLine(JSON.stringify(preview), stdout))
      return undefined
    }
    const lines = preview.steps.map(({ name, outcome }) => [span(`${name}  `, 'dim'), span(outcome)])
    await stdout.write(lines.map((line) => `${paint(line, stdout.colour)}\n`).join(''))
    if (preview.sent !== undefined) await stdout.write(jsonLine(preview.sent, stdout))
    return undefined
  },
})

export const forwardDiscards = command({
  name: 'forward discards',
  summary: 'why events were not sent or not taken, with examples',
  arguments: '<NAME>',
  options: { ...OUTPUT_OPTION, ...TARGET_OPTIONS },
  async run(world, [name = ''], values) {
    const { discards } = await withClient(world, values, (client) =>
      client.call('forward.discards', { name }, world.signal),
    )
    await printRows(world, formatOf(world, values.output), discards, {
      STEP: ({ step }) => span(step),
      CODE: ({ code }) => span(code, 'strong'),
      COUNT: ({ count }) => span(String(count)),
      'LATEST EVENTS': ({ samples }) => span(samples.map(({ seq }) => `seq:${seq}`).join(' ')),
      WHY: ({ samples }) => span(samples.at(-1)?.message ?? ''),
    })
    return undefined
  },
})

const PAGE = 1000

export const forwardDead = command({
  name: 'forward dead',
  summary: 'the events that were refused for good; send them again or let go of them',
  arguments: '<NAME>',
  options: {
    retry: flag('--retry', 'send them again, as a task'),
    discard: flag('--discard', 'take them off the list'),
    seq: repeated('--seq <seq>', 'these alone', wholeNumber(1, Number.MAX_SAFE_INTEGER)),
    limit: optional('--limit <count>', 'print so many (default: all)', wholeNumber(1, 1_000_000)),
    ...OUTPUT_OPTION,
    ...TARGET_OPTIONS,
  },
  async run(world, [name = ''], values) {
    const { retry, discard, seq } = values
    if (retry && discard) throw new UsageError('Cannot take --retry and --discard together: expected one of them')
    const which = { name, ...(seq.length > 0 && { seqs: [...seq] }) }
    const format = formatOf(world, values.output)
    return withClient(world, values, async (client) => {
      if (retry) {
        await printTasks(world, format, [await client.call('forward.retry', which, world.signal)])
        return undefined
      }
      if (discard) {
        const { count } = await client.call('forward.discard', which, world.signal)
        await say(world, `${count} taken off the list`)
        return undefined
      }
      const clock = clockOf(world.timeZone)
      let rest = values.limit ?? Number.POSITIVE_INFINITY
      for (let after = 0, more = true; more && rest > 0; ) {
        const limit = Math.min(PAGE, rest)
        const page = await client.call('forward.dead', { name, after, limit }, world.signal)
        const letters = page.dead.filter((letter) => seq.length === 0 || seq.includes(letter.seq))
        await printRows(world, format, letters, {
          SEQ: ({ seq }) => span(String(seq), 'strong'),
          SINCE: ({ at }) => span(localTime(at, clock)),
          CODE: ({ code }) => span(code, 'bad'),
          ATTEMPTS: ({ attempts }) => span(String(attempts)),
          WHY: ({ message }) => span(message),
        })
        rest -= page.dead.length
        more = page.more
        after = page.dead.at(-1)?.seq ?? after
      }
      return undefined
    })
  },
})
