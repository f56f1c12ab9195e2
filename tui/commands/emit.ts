import { v7 as newId } from 'uuid'
import { TrailError } from '../../protocol/error.js'
import type { Change } from '../../protocol/event.js'
import { command, optional, repeated } from './command.js'
import { findDaemon, TARGET_OPTIONS } from './find-daemon.js'
import { oneOf, text } from './option-value.js'
import { submit } from './submit.js'
import { UsageError } from './world.js'

export const emit = command({
  name: 'emit',
  summary: 'store one event and print its id',
  options: {
    action: optional('--action <name>', 'what was done, as "Source Created" (required)', text),
    actor: optional('--actor <id>', 'who did it (required)', text),
    actorType: optional('--actor-type <type>', 'user, token or system', oneOf('user', 'token', 'system')),
    actorName: optional('--actor-name <name>', "the actor's name", text),
    actorEmail: optional('--actor-email <email>', "the actor's email", text),
    area: optional('--area <area>', 'product area, where the catalogue knows none', text),
    outcome: optional('--outcome <outcome>', 'success or failure', oneOf('success', 'failure')),
    workspace: optional('--workspace <name>', "where, if not in the daemon's own", text),
    resource: optional('--resource <id>', 'what it was done to', text),
    resourceType: optional('--resource-type <type>', 'the kind of resource', text),
    resourceName: optional('--resource-name <name>', "the resource's name", text),
    ip: optional('--ip <address>', 'where the actor came from', text),
    userAgent: optional('--user-agent <text>', 'by which program', text),
    requestId: optional('--request-id <id>', 'in which request', text),
    timestamp: optional('--timestamp <time>', 'when, as RFC 3339 (default: now)', text),
    id: optional('--id <id>', 'unique id; sent twice, stored once (default: a new UUIDv7)', text),
    detail: repeated('--detail <key=value>', 'a detail as text; key:=value for JSON; may be repeated', parseDetail),
    change: repeated('--change <path:before:after>', 'a change, or its JSON; may be repeated', parseChange),
    ...TARGET_OPTIONS,
  },
  async run(world, _args, values) {
    if (!values.action || !values.actor) throw new UsageError('Cannot emit an event: --action and --actor are required')
    const event = {
      id: values.id ?? newId(),
      timestamp: values.timestamp,
      workspace: values.workspace,
      action: values.action,
      area: values.area,
      outcome: values.outcome,
      actor: { type: values.actorType, id: values.actor, name: values.actorName, email: values.actorEmail },
      resource: { type: values.resourceType, id: values.resource, name: values.resourceName },
      changes: values.change.length > 0 ? values.change : undefined,
      context: contextOf(values),
      details: Object.fromEntries(values.detail),
    }
    const { rejected } = await submit(await findDaemon(world, values), [JSON.stringify(event)], world.signal)
    if (rejected[0]) throw TrailError.fromWire(rejected[0].error)
    await world.stdout.write(`${event.id}\n`)
    return undefined
  },
})

/** Undefined where nothing is known of it. */
function contextOf({
  ip,
  userAgent,
  requestId,
}: Readonly<Record<'ip' | 'userAgent' | 'requestId', string | undefined>>) {
  return (ip ?? userAgent ?? requestId) === undefined ? undefined : { ip, userAgent, requestId }
}

/** `key=value` is text, `key:=value` is JSON, as HTTPie has it. */
function parseDetail(argument: string): [key: string, value: unknown] {
  const [, key, isJson, value] = /^([^=]+?)(:?)=(.*)$/s.exec(argument) ?? []
  if (key === undefined || value === undefined) {
    throw new UsageError(`Cannot read the detail '${argument}': expected key=value or key:=JSON`)
  }
  if (!isJson) return [key, value]
  const parsed = parseJson(value)
  if (parsed === undefined) throw new UsageError(`Cannot read the detail '${argument}': expected JSON behind ':='`)
  return [key, parsed.value]
}

/** Values are JSON where they are JSON, else text; an empty one is absent. */
function parseChange(argument: string): Change {
  if (argument.startsWith('{')) {
    const parsed = parseJson(argument)
    if (parsed) return parsed.value as Change
  }
  const [path, before, after, ...more] = argument.split(':')
  if (path === undefined || before === undefined || after === undefined || more.length > 0) {
    throw new UsageError(
      `Cannot read the change '${argument}': expected path:before:after, or JSON as {"path":"/a","before":1,"after":2}`,
    )
  }
  return {
    path: path === '' || path.startsWith('/') ? path : `/${path}`,
    ...(before !== '' && { before: parseJson(before)?.value ?? before }),
    ...(after !== '' && { after: parseJson(after)?.value ?? after }),
  }
}

function parseJson(value: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(value) }
  } catch {
    return undefined
  }
}
