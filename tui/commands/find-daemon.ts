import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { TrailError } from '../../protocol/error.js'
import { parseTarget, type Target } from '../../protocol/target.js'
import type { ClientTls } from '../../protocol/tls.js'
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
  tlsCa: optional(
    '--tls-ca <file>',
    'PEM certificates to trust with wss:// instead of the usual (or AUDIT_TRAIL_CA)',
    text,
  ),
  tlsCert: optional('--tls-cert <file>', 'PEM certificate to show to the daemon (or AUDIT_TRAIL_CERT)', text),
  tlsKey: optional('--tls-key <file>', 'its key (or AUDIT_TRAIL_KEY)', text),
}

export interface TargetValues {
  readonly connect: string | undefined
  readonly tokenFile: string | undefined
  readonly tlsCa: string | undefined
  readonly tlsCert: string | undefined
  readonly tlsKey: string | undefined
}

/**
 * The daemon that is named, else the one of the first socket of this user or
 * machine that answers; over TCP only when named. Throws `unavailable`,
 * `invalid-request`, `UsageError`.
 */
export async function findDaemon(world: World, values: TargetValues): Promise<Daemon> {
  const named = values.connect ?? (world.environment.AUDIT_TRAIL_URL || undefined)
  const token = await readToken(world, values.tokenFile)
  if (named !== undefined) return { target: parseTarget(named, await readTls(world, values)), token }

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
  return (await readNamed('the token', file)).trim()
}

async function readTls({ environment }: World, values: TargetValues): Promise<ClientTls | undefined> {
  const files = {
    ca: values.tlsCa ?? (environment.AUDIT_TRAIL_CA || undefined),
    cert: values.tlsCert ?? (environment.AUDIT_TRAIL_CERT || undefined),
    key: values.tlsKey ?? (environment.AUDIT_TRAIL_KEY || undefined),
  }
  const texts: [string, string][] = []
  for (const [name, file] of Object.entries(files))
    if (file !== undefined) texts.push([name, await readNamed('a certificate or key', file)])
  return texts.length === 0 ? undefined : Object.fromEntries(texts)
}

async function readNamed(what: string, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new UsageError(`Cannot read ${what}: ${(cause as Error).message}`, { cause })
  }
}
