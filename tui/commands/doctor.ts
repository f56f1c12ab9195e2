import { TrailError } from '../../protocol/error.js'
import { CHECKS, type Finding, failure } from '../../protocol/finding.js'
import { printTarget } from '../../protocol/target.js'
import { command, flag, optional } from './command.js'
import { type Answers, findingsOf } from './doctor/of-daemon.js'
import { onThisMachine } from './doctor/on-this-machine.js'
import { printFindings } from './doctor/print.js'
import { formatOf, OUTPUT_OPTION } from './event-printer.js'
import { type Daemon, findDaemon, TARGET_OPTIONS, type TargetValues } from './find-daemon.js'
import { text } from './option-value.js'
import { withClientOf } from './with-client.js'
import type { World } from './world.js'

/** Ends with 1 where something does not work or is not safe; what only may become so is advice. */
export const doctor = command({
  name: 'doctor',
  summary:
    'check configuration, permissions, data, disk, clock, daemon, destinations, backup and integrity; say what to do',
  options: {
    config: optional(
      '--config <file>',
      "the daemon's configuration file (default: as audit-traild looks for it)",
      text,
    ),
    data: optional('--data <dir>', "the daemon's data folder (default: what the daemon says)", text),
    json: flag('--json', 'the same as -o json'),
    ...OUTPUT_OPTION,
    ...TARGET_OPTIONS,
  },
  async run(world, _args, { config, data, json, output, ...target }) {
    const asked = await ask(world, target)
    const upkeep = 'status' in asked ? asked.status.upkeep : undefined
    const places = { config: config ?? upkeep?.configPath, data: data ?? upkeep?.dataPath, socket: asked.socket }
    // Of another machine nothing can be seen but what its daemon says.
    const here = asked.isHere ? await onThisMachine(world, places) : []
    const there = 'status' in asked ? findingsOf(asked) : [asked.finding]
    const findings = [...there, ...here].sort((a, b) => CHECKS.indexOf(a.check) - CHECKS.indexOf(b.check))
    await printFindings(world, json ? 'json' : formatOf(world, output), findings)
    return findings.some(({ level }) => level === 'failure') ? 1 : undefined
  },
})

type Asked = (Answers | { readonly finding: Finding }) & {
  readonly isHere: boolean
  readonly socket: string | undefined
}

/** Whether or not it answers, something can be said. */
async function ask(world: World, values: TargetValues): Promise<Asked> {
  let daemon: Daemon | undefined
  try {
    daemon = await findDaemon(world, values)
    const found = await withClientOf(world, daemon, async (client) => {
      const askedAtMs = world.now()
      const status = await client.call('status', {}, world.signal)
      const answeredAtMs = world.now()
      const [{ jobs }, { destinations }] = await Promise.all([
        client.call('jobs.list', {}, world.signal),
        client.call('forward.list', {}, world.signal),
      ])
      return { status, jobs, destinations, askedAtMs, answeredAtMs, version: world.version }
    })
    return { ...found, ...whereIs(daemon) }
  } catch (error) {
    world.signal.throwIfAborted()
    if (!(error instanceof TrailError)) throw error
    return { finding: failure('daemon', error.message, adviceFor(error, daemon)), ...whereIs(daemon) }
  }
}

/** None that was found would be here. */
function whereIs(daemon: Daemon | undefined) {
  const socket = daemon?.target.kind === 'unix' ? daemon.target.path : undefined
  return { isHere: daemon === undefined || socket !== undefined, socket }
}

function adviceFor({ type }: TrailError, daemon: Daemon | undefined): string {
  const at = daemon === undefined ? '' : ` at ${printTarget(daemon.target)}`
  if (type === 'unauthorized')
    return 'name a token that is valid, with --token-file; "audit-trail token create" makes one'
  if (type === 'forbidden') return 'use a token of the role owner or auditor'
  if (type === 'invalid-request') return 'name the daemon as unix:PATH, ws://HOST:PORT or wss://HOST:PORT'
  return `start audit-traild${at}, or look at its log: it says why it ended`
}
