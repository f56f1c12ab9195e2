import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { TrailError } from '../../protocol/error.js'
import { parseTarget, type Target } from '../../protocol/target.js'
import { optional } from './command.js'
import { text } from './option-value.js'
import { UsageError, type World } from './world.js'

/** A daemon to talk to, and the token to show it. Its Unix socket needs none. */
export interface Daemon {
  readonly target: Target
  readonly token: string | undefined
}

/** Options of every command that talks to a daemon. */
export const TARGET_OPTIONS = {
  connect: optional('--connect <url>', 'the daemon: unix:PATH, ws://HOST:PORT or wss://HOST:PORT', text),
  tokenFile: optional('--token-file <file>', 'file that holds the token (or AUDIT_TRAIL_TOKEN)', text),
}

export interface TargetValues {
  readonly connect: string | undefined
  readonly tokenFile: string | undefined
}

/**
 * The daemon that is named, else the one of the first socket of this user or
 * machine that answers; over TCP only when named. Throws `unavailable`,
 * `invalid-request`, `UsageError`.
 */
export async function findDaemon(world: World, values: TargetValues): Promise<Daemon> {
  const named = values.connect ?? (world.environment.AUDIT_TRAIL_URL || undefined)
  const token = await readToken(world, values.tokenFile)
  if (named !== undefined) return { target: parseTarget(named), token }

  const paths = socketPaths(world)
  for (const path of paths) if (await answers(path)) return { target: { kind: 'unix', path }, token }
  const places = paths.join(', ')
  throw new TrailError(
    'unavailable',
    `Cannot reach a daemon: none answers at ${places}; start audit-traild or use --connect`,
  )
}

function socketPaths({ environment, home }: World): string[] {
  const runtime = environment.XDG_RUNTIME_DIR
  const state = environment.XDG_STATE_HOME || join(home, '.local/state')
  return [
    ...(runtime ? [join(runtime, 'audit-trail.sock')] : []),
    join(state, 'audit-trail/audit-trail.sock'),
    '/run/audit-trail/audit-trail.sock',
  ]
}

const answers = (path: string) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(path)
    socket.once('error', () => resolve(false))
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
  })

async function readToken(world: World, file: string | undefined): Promise<string | undefined> {
  if (file === undefined) return world.environment.AUDIT_TRAIL_TOKEN || undefined
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (cause) {
    throw new UsageError(`Cannot read the token: ${(cause as Error).message}`, { cause })
  }
}
