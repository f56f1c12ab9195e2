import type { Client } from '../../../protocol/client.js'
import { TrailError } from '../../../protocol/error.js'
import { command, flag, optional } from '../command.js'
import { formatOf, OUTPUT_OPTION } from '../event-printer.js'
import { TARGET_OPTIONS } from '../find-daemon.js'
import { jsonLine } from '../json-line.js'
import { text } from '../option-value.js'
import { say } from '../say.js'
import { withClient } from '../with-client.js'
import { UsageError } from '../world.js'
import { printDestinations } from './list.js'
import { SETTINGS_OPTIONS, secretIn, settingsOf } from './settings-option.js'

const toggle = (word: 'enable' | 'disable', summary: string) =>
  command({
    name: `forward ${word}`,
    summary,
    arguments: '<NAME>',
    options: { ...OUTPUT_OPTION, ...TARGET_OPTIONS },
    async run(world, [name = ''], values) {
      const enabled = word === 'enable'
      const now = await withClient(world, values, (client) =>
        client.call('forward.toggle', { name, enabled }, world.signal),
      )
      await printDestinations(world, formatOf(world, values.output), [now])
      return undefined
    },
  })

export const forwardEnable = toggle('enable', 'send from where it stopped')
export const forwardDisable = toggle('disable', 'stop sending; it keeps its place')

export const forwardEdit = command({
  name: 'forward edit',
  summary: 'change what a destination gets and how; what is not named stays',
  arguments: '<NAME>',
  options: { ...SETTINGS_OPTIONS, ...OUTPUT_OPTION, ...TARGET_OPTIONS },
  async run(world, [name = ''], values) {
    const now = await withClient(world, values, async (client) => {
      const { settings: before } = await named(client, name, world.signal)
      const settings = await settingsOf(before, values)
      return client.call('forward.update', { settings }, world.signal)
    })
    await printDestinations(world, formatOf(world, values.output), [now])
    return undefined
  },
})

export const forwardDelete = command({
  name: 'forward delete',
  summary: 'remove a destination, its place and its dead letters',
  arguments: '<NAME>',
  options: { ...TARGET_OPTIONS },
  async run(world, [name = ''], values) {
    await withClient(world, values, (client) => client.call('forward.delete', { name }, world.signal))
    return undefined
  },
})

export const forwardSecret = command({
  name: 'forward secret',
  summary: 'replace the secret of a destination, or take it away',
  arguments: '<NAME>',
  options: {
    secretFile: optional('--secret-file <file>', "the new one; '-' reads stdin", text),
    keepPrevious: flag('--keep-previous', 'the one before stays live, too, until the next time'),
    none: flag('--none', 'take it away: nothing is signed, no token is sent'),
    ...OUTPUT_OPTION,
    ...TARGET_OPTIONS,
  },
  async run(world, [name = ''], values) {
    const { keepPrevious, none } = values
    const given = await secretIn(world, values.secretFile)
    if ((given === undefined) !== none)
      throw new UsageError('Cannot replace the secret: expected either --secret-file or --none')
    const secret = given ?? null
    const now = await withClient(world, values, (client) =>
      client.call('forward.secret', { name, secret, keepPrevious }, world.signal),
    )
    await printDestinations(world, formatOf(world, values.output), [now])
    return undefined
  },
})

export const forwardTest = command({
  name: 'forward test',
  summary: 'send one event made for the purpose; exit 1 if it is not taken',
  arguments: '<NAME>',
  options: { ...OUTPUT_OPTION, ...TARGET_OPTIONS },
  async run(world, [name = ''], values) {
    const result = await withClient(world, values, (client) => client.call('forward.test', { name }, world.signal))
    const { delivered, tookMs, code, message } = result
    if (formatOf(world, values.output) === 'json')
      await world.stdout.write(jsonLine(JSON.stringify(result), world.stdout))
    else if (delivered) await say(world, `${name} took the event in ${tookMs} ms`)
    else await say(world, `${name} did not take the event: ${code}: ${message}`)
    return delivered ? undefined : 1
  },
})

/** Throws `not-found`. */
export async function named(client: Client, name: string, signal: AbortSignal) {
  const { destinations } = await client.call('forward.list', {}, signal)
  const found = destinations.find(({ settings }) => settings.name === name)
  if (found === undefined) throw new TrailError('not-found', `Cannot find the destination: there is no "${name}"`)
  return found
}
