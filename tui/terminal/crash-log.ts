import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'

/** How many crashes are kept; the oldest goes first. */
const KEPT = 10

export interface Crash {
  readonly error: unknown
  readonly atMs: number
  /** Where and as what it ran, one fact a line. */
  readonly facts: readonly string[]
}

/**
 * Keeps what a crash leaves behind in a file of its own below a folder, for its owner
 * alone: the screen it happened on is gone. Returns its path; undefined where it cannot
 * be written, as there must be no crash in a crash. Does not wait: the process ends next.
 */
export function writeCrashLog(folder: string, { error, atMs, facts }: Crash): string | undefined {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const path = join(folder, `crash-${new Date(atMs).toISOString().replaceAll(':', '-')}.log`)
    writeFileSync(path, `${[...facts, '', inspect(error, { depth: 4 })].join('\n')}\n`, { mode: 0o600, flag: 'wx' })
    const kept = readdirSync(folder).filter((name) => /^crash-.*\.log$/.test(name))
    for (const name of kept.sort().slice(0, -KEPT)) rmSync(join(folder, name))
    return path
  } catch {
    return undefined
  }
}
