import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { damageIn } from './damage.js'
import { openDatabase } from './database.js'
import { linkedCopy } from './linked-copy.js'
import { type Lock, lockOn } from './lock-holder.js'
import { checkManifest } from './manifest.js'
import { readMeta } from './meta.js'

/** What a look at a trail's data shows. `damaged`: it cannot be opened, for a reason in words. */
export type DataState =
  | { readonly state: 'held'; readonly pid?: number }
  | { readonly state: 'free'; readonly format: number }
  | { readonly state: 'damaged'; readonly problem: string }

/**
 * Looks who holds the data in a folder, and where nobody does, of which format it is:
 * in a copy by links, so that nothing changes, and no daemon that starts meanwhile
 * finds the data held. Throws what the file system throws.
 */
export async function dataState(path: string): Promise<DataState> {
  const [original, copy] = [join(path, 'db'), join(path, 'db.look')]
  const lock = await lockOn(join(original, 'LOCK'))
  if (lock?.held === true) return heldBy(lock)
  try {
    await linkedCopy(original, copy)
    // Where the system does not tell of locks, trying is the only way.
    if (lock !== undefined) await rm(join(copy, 'LOCK'), { force: true })
    await checkManifest(copy)
    const database = await openDatabase({ path: copy, create: false })
    try {
      const meta = readMeta(database)
      return meta === undefined
        ? { state: 'damaged', problem: "The trail's name is missing" }
        : { state: 'free', format: meta.format }
    } finally {
      await database.close()
    }
  } catch (error) {
    if ((error as { type?: string }).type === 'unavailable') return { state: 'held' }
    // Who begins to write while the links are made leaves half of both.
    const now = await lockOn(join(original, 'LOCK'))
    if (now?.held === true) return heldBy(now)
    return { state: 'damaged', problem: damageIn(error).message.replaceAll(copy, original) }
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}

const heldBy = ({ pid }: Lock): DataState => ({ state: 'held', ...(pid !== undefined && { pid }) })
