import { randomBytes } from 'node:crypto'
import { open, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { isDiskFull } from './disk-full.js'

const INTERVAL_MS = 1000
/** What LevelDB may write when it is opened: a log becomes a table, and a new log begins. */
const NEEDED_BYTES = 32 * 1024 * 1024
const PROBE_BYTES = 1024 * 1024

/** Resolves when files in this folder can grow again, which it finds out by trying. Throws what is not a lack of room. */
export async function waitForRoom(folder: string, signal: AbortSignal): Promise<void> {
  do await delay(INTERVAL_MS, undefined, { signal })
  while (!(await hasRoom(folder)))
}

async function hasRoom(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize < NEEDED_BYTES) return false
  // Quotas and limits show only when they are met.
  const path = join(folder, 'room-probe')
  try {
    const probe = await open(path, 'w', 0o600)
    try {
      await rm(path)
      await probe.writeFile(randomBytes(PROBE_BYTES))
      await probe.sync()
    } finally {
      await probe.close()
    }
    return true
  } catch (cause) {
    if (isDiskFull(cause)) return false
    throw cause
  }
}
