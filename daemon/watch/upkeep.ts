import { statfs } from 'node:fs/promises'
import type { Upkeep } from '../../protocol/request.js'
import { formatTime } from '../../protocol/time.js'
import type { Backups } from '../jobs/backups.js'
import type { Jobs } from '../jobs/jobs.js'

export interface UpkeepParts {
  readonly now: () => number
  readonly clockStepMs: () => number
  readonly jobs: Pick<Jobs, 'completed'>
  readonly backups: Pick<Backups, 'lastAtMs'>
  readonly dataPath: string
  readonly configPath: string | undefined
}

/** What the daemon knows of its own upkeep. */
export async function upkeepOf({
  now,
  clockStepMs,
  jobs,
  backups,
  dataPath,
  configPath,
}: UpkeepParts): Promise<Upkeep> {
  const freeBytes = await statfs(dataPath).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => undefined,
  )
  const backupAtMs = backups.lastAtMs()
  const scrub = jobs.completed('scrub')
  return {
    now: formatTime(now()),
    clockStepMs: clockStepMs(),
    dataPath,
    ...(configPath !== undefined && { configPath }),
    ...(freeBytes !== undefined && { freeBytes }),
    ...(backupAtMs !== undefined && { backupAt: formatTime(backupAtMs) }),
    ...(scrub !== undefined && {
      integrity: { checkedAt: formatTime(scrub.endedAtMs), damaged: scrub.values.damaged ?? 0 },
    }),
  }
}
