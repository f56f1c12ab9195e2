import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { type Finding, failure } from '../../../protocol/finding.js'
import type { World } from '../world.js'

export interface Places {
  readonly config: string | undefined
  readonly data: string | undefined
  readonly socket: string | undefined
}

/** What `audit-traild doctor` finds: it alone knows how its configuration is read. */
export async function onThisMachine({ node, daemonProgram, signal }: World, places: Places): Promise<Finding[]> {
  const options = Object.entries(places).flatMap(([name, path]) => (path === undefined ? [] : [`--${name}`, path]))
  const child = spawn(node, [daemonProgram, ...options, 'doctor', '-o', 'json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  })
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  try {
    return out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Finding)
  } catch {
    return [failure('configuration', `audit-traild doctor says nothing: ${err.trim()}`, 'install the package anew')]
  }
}
