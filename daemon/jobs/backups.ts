import { isAbsolute } from 'node:path'
import { TrailError } from '../../protocol/error.js'
import type { Author, Resource } from '../../protocol/event.js'
import type { Backup, BackupProgress } from '../../protocol/request.js'
import type { BackupRequest } from '../store/backup.js'
import type { Trail } from '../store/trail.js'

/** Copies of the trail, one at a time. */
export interface Backups {
  /** Throws `busy` while another one is being made, and what `Trail.backup` throws. */
  make(request: BackupRequest, by: Author, signal: AbortSignal): Promise<Backup>
  /** Of the one that is being made. */
  progress(): BackupProgress
  /** When the last one was whole; undefined where there was none. */
  lastAtMs(): number | undefined
}

export interface BackupsOptions {
  readonly trail: Trail
  readonly now: () => number
  readonly record: (
    event: Author & {
      readonly action: string
      readonly resource: Resource
      readonly details: Readonly<Record<string, unknown>>
    },
  ) => Promise<void>
}

/** Name of the record that tells a restarted daemon of the last backup. */
const LAST = 'last backup'

export async function openBackups({ trail, now, record }: BackupsOptions): Promise<Backups> {
  let lastAtMs = (await trail.records.get('setting', LAST)) as number | undefined
  let running: { events: number; readonly of: number } | undefined
  return {
    async make({ path, withSecrets }, by, signal) {
      if (running !== undefined) throw new TrailError('busy', 'Cannot back up: another backup is being made')
      if (!isAbsolute(path)) {
        throw new TrailError('invalid-request', `Cannot back up: "${path}" is no absolute path`, { field: 'path' })
      }
      const run = { events: 0, of: trail.events }
      running = run
      try {
        const onProgress = (events: number) => {
          run.events = Math.min(events, run.of)
        }
        const made = await trail.backup({ path, withSecrets }, onProgress, signal)
        lastAtMs = now()
        await trail.records.put('setting', LAST, lastAtMs)
        await record({
          action: 'Audit Backup Created',
          ...by,
          resource: { type: 'backup', id: path },
          details: { ...made, withSecrets },
        })
        return made
      } finally {
        running = undefined
      }
    },
    progress: () => running ?? {},
    lastAtMs: () => lastAtMs,
  }
}
