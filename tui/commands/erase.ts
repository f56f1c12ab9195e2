import type { Erasure } from '../../protocol/erase.js'
import { show } from '../../protocol/show.js'
import { count } from '../view/number.js'
import { command, optional } from './command.js'
import { formatOf, OUTPUT_OPTION } from './event-printer.js'
import { TARGET_OPTIONS } from './find-daemon.js'
import { jsonLine } from './json-line.js'
import { text } from './option-value.js'
import { say } from './say.js'
import { withClient } from './with-client.js'
import type { World } from './world.js'

export const erase = command({
  name: 'erase',
  summary:
    'count what the trail holds of one person, called by any of these ids, email addresses or names; with --confirm erase it',
  arguments: '<NAME...>',
  options: {
    confirm: optional('--confirm <subject>', 'erase; the subject is what was printed without it', text),
    ...OUTPUT_OPTION,
    ...TARGET_OPTIONS,
  },
  async run(world, args, values) {
    const { confirm } = values
    const found = await withClient(world, values, (client) =>
      client.call('erase', { values: [...args], ...(confirm !== undefined && { confirm }) }, world.signal),
    )
    const isJson = formatOf(world, values.output) === 'json'
    await world.stdout.write(isJson ? jsonLine(JSON.stringify(found), world.stdout) : asText(found))
    if (found.task === undefined && !isJson) await hint(world, found)
    return undefined
  },
})

function asText({ subject, own, mentions, archived, alsoCalled, notCovered, task }: Erasure): string {
  const lines = [
    `${count(own)} events of their own: who did it, from where and all details go; time, area and action stay`,
    `${count(mentions)} others that name them: the names go`,
    `${count(archived)} in the archive`,
    ...alsoCalled.map((name) => `Also called ${show(name)} there: name that, too, for it to go from all texts`),
    ...notCovered.map((what) => `Not covered: ${show(what)}`),
    `Subject ${subject}`,
    ...(task === undefined ? [] : [`Task ${task.id} erases; see audit-trail jobs`]),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

const hint = (world: World, { subject }: Erasure) =>
  say(world, `nothing was erased; the same with --confirm ${subject} does it, and cannot be undone`)
