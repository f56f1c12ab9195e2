import { access, constants, readdir, readFile, stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Finding, failure, fine, warning } from '../protocol/finding.js'
import type { Config } from './config.js'
import { dataState } from './store/data-state.js'
import { FORMAT_VERSION } from './store/meta.js'
import { certificateFinding } from './watch/certificate-finding.js'

export interface Examination {
  /** The configuration file, and whether there is one. */
  readonly file: { readonly path: string; readonly exists: boolean }
  /** Throws what is wrong with it. `named` is told each file that a setting names: they hold secrets. */
  readonly read: (named: (path: string) => void) => Config
  readonly versions: { readonly program: string; readonly node: string; readonly nodeAtLeast: string }
  readonly nowMs: number
}

const MIB = 1024 * 1024
/** Below this a write may fail any moment, and a daemon with a full disk does not resume. */
const LEAST_FREE_BYTES = 32 * MIB
const LITTLE_FREE_BYTES = 1024 * MIB

/** What can be found out on this machine, whether or not the daemon runs. Changes nothing. */
export async function examine(examination: Examination): Promise<Finding[]> {
  const { file, read, versions, nowMs } = examination
  const secrets: string[] = []
  const findings: Finding[] = [versionOf(versions)]
  let config: Config | undefined
  try {
    config = read((path) => void secrets.push(path))
    const where = file.exists
      ? `${file.path} is read`
      : `there is no ${file.path}; defaults, flags and environment count`
    findings.push(fine('configuration', where))
  } catch (error) {
    const advice = 'correct it; the README, Configuration, lists every key. A running daemon keeps the old one'
    findings.push(failure('configuration', (error as Error).message, advice))
  }
  if (file.exists) findings.push(...(await secret(file.path, 0o022, 'others may change it', 'chmod go-w')))
  for (const path of secrets) findings.push(...(await secret(path, 0o077, 'others may read it', 'chmod 600')))
  if (config !== undefined) {
    const { dataPath } = config
    findings.push(...(await folder(dataPath)), ...(await data(dataPath)))
    findings.push(...(await sockets(config)), await room(dataPath))
    if (config.tls !== undefined) findings.push(...(await tls(config.tls, nowMs)))
  }
  return findings
}

function versionOf({ program, node, nodeAtLeast }: Examination['versions']): Finding {
  const number = (text: string) => text.replace(/^\D+/, '').split('.').map(Number)
  const [have, need] = [number(node), number(nodeAtLeast)]
  const differs = need.findIndex((part, i) => have[i] !== part)
  if (differs !== -1 && have[differs]! < need[differs]!)
    return failure(
      'versions',
      `Node ${node} is too old for audit-traild ${program}`,
      `install Node ${nodeAtLeast} or newer`,
    )
  return fine('versions', `audit-traild ${program} on Node ${node}`)
}

async function folder(path: string): Promise<Finding[]> {
  const check = 'permissions'
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error)
  if (found instanceof Error) {
    if (found.code === 'ENOENT')
      return [
        warning(check, `there is no data folder ${path}`, 'start audit-traild, which makes it; or name it with --data'),
      ]
    return [failure(check, found.message, 'run doctor as the user of the daemon, or as root')]
  }
  if (!found.isDirectory()) return [failure(check, `${path} is no folder`, 'name another one with --data')]
  const findings = modeOf(path, found.mode, 0o077, 'others may look into it', 'chmod 700')
  const writable = await access(path, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
  const advice = `run doctor as the user of the daemon (uid ${found.uid}), or give the folder to who runs it`
  if (!writable) findings.push(warning(check, `${path} cannot be written by this user`, advice))
  return findings.length > 0 ? findings : [fine(check, `${path} is the daemon's alone`)]
}

/** Nothing where there is no folder, or not its owner asks: that is told by its permissions. */
async function data(path: string): Promise<Finding[]> {
  const check = 'data'
  const names = await readdir(path).catch((): undefined => undefined)
  if (names === undefined) return []
  if (!names.includes('db')) return [fine(check, `there is none in ${path} yet`)]
  try {
    const found = await dataState(path)
    if (found.state === 'damaged')
      return [
        failure(
          check,
          found.problem,
          'stop the daemon; "audit-traild check" says what is wrong, and "repair" mends it',
        ),
      ]
    if (found.state === 'held') {
      const holder = found.pid === undefined ? 'a process' : `process ${found.pid}`
      return [fine(check, `${holder} has opened ${path}, and holds its lock`)]
    }
    if (found.format === FORMAT_VERSION) return [fine(check, `no daemon holds ${path}; its format is ${found.format}`)]
    const message = `the format of ${path} is ${found.format}, this program reads ${FORMAT_VERSION}`
    return [failure(check, message, 'start the version of audit-traild that wrote it; nothing in it was changed')]
  } catch (error) {
    const advice = 'run doctor as the user of the daemon, or as root, with some room on the disk'
    return [warning(check, `cannot look at ${path}: ${(error as Error).message}`, advice)]
  }
}

async function sockets({ endpoints }: Config): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const endpoint of endpoints) {
    if (endpoint.kind !== 'unix') continue
    const found = await stat(endpoint.path).catch(() => undefined)
    if (found === undefined) continue
    // A group may open it only where one is named.
    const forbidden = endpoint.group === undefined ? 0o077 : 0o007
    const why = 'who can open it is owner'
    findings.push(
      ...modeOf(endpoint.path, found.mode, forbidden, why, `chmod ${endpoint.group === undefined ? 600 : 660}`),
    )
  }
  return findings
}

async function secret(path: string, forbidden: number, why: string, command: string): Promise<Finding[]> {
  const found = await stat(path).catch(() => undefined)
  // One that cannot be read is told by the configuration.
  return found === undefined ? [] : modeOf(path, found.mode, forbidden, why, command)
}

function modeOf(path: string, mode: number, forbidden: number, why: string, command: string): Finding[] {
  if ((mode & forbidden) === 0) return []
  const octal = (mode & 0o777).toString(8).padStart(4, '0')
  return [failure('permissions', `${path} has mode ${octal}: ${why}`, `${command} ${path}`)]
}

async function tls({ certFile, keyFile }: NonNullable<Config['tls']>, nowMs: number): Promise<Finding[]> {
  const findings = await secret(keyFile, 0o077, 'others may read it', 'chmod 600')
  try {
    return [...findings, certificateFinding(certFile, await readFile(certFile, 'utf8'), nowMs)]
  } catch (error) {
    return [...findings, failure('certificates', (error as Error).message, 'name files that the daemon can read')]
  }
}

/** Of the folder, or of where it will be. */
async function room(path: string): Promise<Finding> {
  const found = await statfs(path).catch((error: NodeJS.ErrnoException) => error)
  if (found instanceof Error) {
    if (found.code === 'ENOENT' && dirname(path) !== path) return room(dirname(path))
    return failure('disk', found.message, 'run doctor as the user of the daemon, or as root')
  }
  const free = found.bavail * found.bsize
  const message = `${Math.floor(free / MIB).toLocaleString('en')} MiB are free at ${path}`
  const advice = 'make room, or shorten the retention; a full disk refuses writes'
  if (free < LEAST_FREE_BYTES) return failure('disk', message, advice)
  return free < LITTLE_FREE_BYTES ? warning('disk', message, advice) : fine('disk', message)
}

/** In words, for a person. */
export const lineOf = ({ level, message, advice }: Finding): string =>
  `${level}: ${message}${advice === undefined ? '' : `; ${advice}`}`
