import { randomUUID } from 'node:crypto'
import { guard, verify } from './checksum.js'
import { decodeValues } from './column-values.js'
import { COLUMNS } from './columns.js'
import { damageIn } from './damage.js'
import type { Database, Operation, Snapshot } from './database.js'
import { newGeneration } from './generation.js'
import { dictionaryKey, rangeOf, SPACE, textKey } from './keys.js'
import type { PruneParts } from './prune.js'
import { twinned } from './twin.js'

const KEY = textKey(SPACE.meta, 'sweep')

/**
 * Deletes the values of the dictionary that no segment refers to any more. Where a
 * segment cannot be read it is not known what it refers to, and all of them stay.
 */
export async function sweepDictionary({ database, shelf, sealing }: PruneParts): Promise<void> {
  // While nothing is sealed: a new segment might refer to a value that is about to go.
  await sealing.paused(async () => {
    const used = await usedIds(database, shelf.dictionary).catch((error: unknown) => void damageIn(error))
    if (used === undefined) return
    const operations: Operation[] = []
    const release = shelf.dictionary.sweep(used, operations)
    if (operations.length === 0) return
    await database.write([...operations, mark(), newGeneration()], { sync: false })
    shelf.openViews.afterThese(release)
  })
}

/** Another value after each sweep: by it another thread sees that there was one. */
export function readSweep(database: Database, snapshot: Snapshot): string {
  try {
    return database.read(KEY, 'the mark of the sweep', snapshot)?.toString() ?? ''
  } catch (error) {
    damageIn(error)
    return randomUUID()
  }
}

/** By column, the ids that a snapshot holds. */
export async function storedIds(database: Database, snapshot: Snapshot): Promise<Set<number>[]> {
  const stored = COLUMNS.map(() => new Set<number>())
  for (const [column, ids] of stored.entries()) {
    const range = { gte: dictionaryKey(column, 0), lt: dictionaryKey(column, 0xffffffff) }
    for (const each of [range, twinned(range)]) {
      for await (const group of database.entries(each, snapshot)) {
        for (const [key] of group) ids.add(key.readUInt32BE(key.length - 4))
      }
    }
  }
  return stored
}

async function usedIds(database: Database, dictionary: PruneParts['shelf']['dictionary']): Promise<Set<number>[]> {
  const used = COLUMNS.map(() => new Set<number>())
  for await (const group of database.entries(rangeOf(SPACE.values))) {
    for (const [key, guarded] of group) {
      const column = key[1]!
      const { ids = [] } = decodeValues(verify(key, guarded, `values of column ${column}`), column, dictionary)
      for (const id of ids) used[column]?.add(id)
    }
  }
  return used
}

function mark(): Operation {
  return { type: 'put', key: KEY, value: guard(KEY, Buffer.from(randomUUID())) }
}
