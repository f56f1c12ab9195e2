import { access, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { syncPath } from './sync-path.js'

/** A repaired database that is whole, until it takes the name of the damaged one. */
const REPAIRED = 'db.repaired'

/**
 * Puts a repaired database, whole and fsynced, in the place of the damaged one, which
 * is kept under `kept`. Killed before the first rename, nothing has happened yet, and
 * the next repair starts anew; before the second, the folder still has a `db`; before
 * the third, it has none, and whoever opens it next finishes the swap.
 */
export async function swap(path: string, repaired: string, kept: string): Promise<void> {
  await rm(join(path, REPAIRED), { recursive: true, force: true })
  await rename(repaired, join(path, REPAIRED))
  await syncPath(path)
  await rename(join(path, 'db'), join(path, kept))
  await syncPath(path)
  await finishSwap(path)
}

/** What a repair that was killed at its very end has left to do. */
export async function finishSwap(path: string): Promise<void> {
  if (!(await exists(join(path, REPAIRED))) || (await exists(join(path, 'db')))) return
  await rename(join(path, REPAIRED), join(path, 'db'))
  await syncPath(path)
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
