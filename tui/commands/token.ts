import { ROLES } from '../../protocol/role.js'
import type { TokenLimits } from '../../protocol/token-limits.js'
import { span } from '../view/text.js'
import { command, optional, repeated } from './command.js'
import { clockOf, localTime } from './event-line.js'
import { formatOf, OUTPUT_OPTION } from './event-printer.js'
import { TARGET_OPTIONS } from './find-daemon.js'
import { duration, oneOf, text } from './option-value.js'
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
    expires: optional('--expires <duration>', 'how long it lasts, as 30d (default: until it is revoked)', duration),
    area: repeated(
      '--area <area>',
      'of an auditor: may see events of this area only; * as in filters; may be repeated',
      text,
    ),
    action: repeated('--action <action>', 'the same by action', text),
    workspace: repeated('--workspace <workspace>', 'the same by workspace', text),
    source: repeated(
      '--source <source>',
      'of an ingest token: its events may name this context.source only; may be repeated',
      text,
    ),
    ...TARGET_OPTIONS,
  },
  async run(world, [argument], values) {
    const { role } = values
    const name = values.name ?? argument
    if (role === undefined || name === undefined) {
      throw new UsageError(`Cannot make a token: expected NAME and --role ${ROLES.join('|')}`)
    }
    const limits = limitsOf({
      areas: values.area,
      actions: values.action,
      workspaces: values.workspace,
      sources: values.source,
    })
    const wanted = {
      ...{ name, role },
      ...(values.expires !== undefined && { expiresInMs: values.expires }),
      ...(limits !== undefined && { limits }),
    }
    const created = await withClient(world, values, (client) => client.call('tokens.create', wanted, world.signal))
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
      EXPIRES: ({ expiresAt }) => span(expiresAt === undefined ? 'never' : localTime(expiresAt, clock)),
      LIMITS: ({ limits = {} }) => span(printLimits(limits)),
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

/** The limits that were given; undefined where none was. */
function limitsOf(given: { readonly [L in keyof TokenLimits]-?: readonly string[] }): TokenLimits | undefined {
  const some = Object.entries(given).filter(([, values]) => values.length > 0)
  return some.length === 0 ? undefined : Object.fromEntries(some)
}

const printLimits = (limits: TokenLimits) =>
  Object.entries(limits)
    .map(([limit, values]) => `${limit}: ${values.join(', ')}`)
    .join('; ')
