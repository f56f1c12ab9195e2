import { completionFor, SHELLS } from '../../protocol/manual/completion.js'
import { type Command, command, optional } from './command.js'
import { TARGET_OPTIONS } from './find-daemon.js'
import { oneOf } from './option-value.js'
import { programOf } from './program.js'
import { withClient } from './with-client.js'
import { UsageError } from './world.js'

const KINDS = ['destinations', 'tokens', 'jobs'] as const

/** `commands` is the table of which this is a row. */
export const completionOf = (commands: () => readonly Command[]) =>
  command({
    name: 'completion',
    summary: `print what completes this command line in a shell: ${SHELLS.join(', ')}`,
    arguments: '[SHELL]',
    choices: SHELLS,
    options: {
      names: optional('--names <kind>', `print names instead, for it to offer: ${KINDS.join(', ')}`, oneOf(...KINDS)),
      ...TARGET_OPTIONS,
    },
    async run(world, [shell], values) {
      const { names } = values
      if (names === undefined) {
        const known = SHELLS.find((each) => each === shell)
        if (known === undefined)
          throw new UsageError(`Cannot complete in '${shell ?? ''}': expected ${SHELLS.join(', ')}`)
        await world.stdout.write(completionFor(known, programOf(commands())))
        return undefined
      }
      const found = await withClient(world, values, async (client) => {
        const lists = {
          destinations: async () =>
            (await client.call('forward.list', {}, world.signal)).destinations.map(({ settings }) => settings),
          tokens: async () => (await client.call('tokens.list', {}, world.signal)).tokens,
          jobs: async () => (await client.call('jobs.list', {}, world.signal)).jobs,
        }
        return lists[names]()
      })
      await world.stdout.write(found.map(({ name }) => `${name}\n`).join(''))
      return undefined
    },
  })
