import { ROLES } from '../../protocol/role.js'
import { span } from '../view/text.js'
import { command, optional } from './command.js'
import { clockOf, localTime } from './event-line.js'
import { formatOf, OUTPUT_OPTION } from './event-printer.js'
import { TARGET_OPTIONS } from './find-daemon.js'
import { oneOf, text } from './option-value.js'
import { printRows } from './rows.js'
import { withClient } from './with-client.js'
import { UsageError } from './world.js'

export const token = command({
  name: 'token',
  summary: 'create, list and revoke tokens',
  options: {},
  run: () => Promise.reject(new UsageError('Cannot tell what to do with tokens: expected create, list or revoke')),
})

export const tokenCreate = command({
  name: 'token create',
  summary: 'make a token and print it, once',
  arguments: '[NAME]',
  options: {
    role: optional('--role <role>', `${ROLES.join(', ')} (required)`, oneOf(...ROLES)),
    name: optional('--name <name>', 'the same as NAME', text),
    ...TARGET_OPTIONS,
  },
  async run(world, [argument], values) {
    const { role } = values
    const name = values.name ?? argument
    if (role === undefined || name === undefined) {
      throw new UsageError(`Cannot make a token: expected NAME and --role ${ROLES.join('|')}`)
    }
    const created = await withClient(world, values, (client) =>
      client.call('tokens.create', { name, role }, world.signal),
    )
    await world.stdout.write(`${created.token}\n`)
    return undefined
  },
})

export const tokenList = command({
  name: 'token list',
  summary: 'print the tokens there are, without their secrets',
  options: { ...OUTPUT_OPTION, ...TARGET_OPTIONS },
  async run(world, _args, values) {
    const { tokens } = await withClient(world, values, (client) => client.call('tokens.list', {}, world.signal))
    const clock = clockOf(world.timeZone)
    await printRows(world, formatOf(world, values.output), tokens, {
      NAME: ({ name }) => span(name, 'strong'),
      ROLE: ({ role }) => span(role),
      CREATED: ({ createdAt }) => span(localTime(createdAt, clock)),
      'LAST USED': ({ lastUsedAt }) => span(lastUsedAt === undefined ? 'never' : localTime(lastUsedAt, clock)),
    })
    return undefined
  },
})

export const tokenRevoke = command({
  name: 'token revoke',
  summary: 'end a token',
  arguments: '<NAME>',
  options: { ...TARGET_OPTIONS },
  async run(world, [name = ''], values) {
    await withClient(world, values, (client) => client.call('tokens.revoke', { name }, world.signal))
    return undefined
  },
})
