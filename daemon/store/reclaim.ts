import { guard, verify } from './checksum.js'
import { damageIn } from './damage.js'
import type { Database, Operation } from './database.js'
import { isPacked, packGoneIds, unpackGoneIds } from './gone-ids.js'
import { placeOf, rangeOf, SPACE } from './keys.js'
import type { PruneParts } from './prune.js'
import { SEGMENT_EVENTS } from './segment.js'
import type { Shelf } from './shelf.js'
import { sweepDictionary } from './sweep.js'

/** Gives back the disk space of what was removed, and what nothing refers to any more. */
export async function reclaim(parts: PruneParts): Promise<void> {
  const { database, shelf, dedupeIds } = parts
  await sweepDictionary(parts)
  await shrinkIdHashes(database, shelf, dedupeIds)
  for (const space of Object.values(SPACE)) await database.compact(rangeOf(space))
}

/** Of dropped segments: deletes what the duplicate check no longer looks at, and packs the rest. */
async function shrinkIdHashes(database: Database, shelf: Shelf, dedupeIds: number): Promise<void> {
  const needed = new Set(
    [...shelf.segments, ...shelf.dropped]
      .map(({ place }) => place.seq)
      .sort((a, b) => a - b)
      .slice(-Math.ceil(dedupeIds / SEGMENT_EVENTS)),
  )
  const dropped = new Set(shelf.dropped.map(({ place }) => place.seq))
  for await (const group of database.entries(rangeOf(SPACE.idHashes))) {
    const operations = group.flatMap(([key, guarded]): Operation[] => {
      const { seq } = placeOf(key)
      if (!dropped.has(seq)) return []
      return needed.has(seq) ? packed(key, guarded) : [{ type: 'del', key }]
    })
    await database.write(operations, { sync: false })
  }
}

function packed(key: Buffer, guarded: Buffer): Operation[] {
  try {
    const bytes = verify(key, guarded, 'the id hashes')
    return isPacked(bytes) ? [] : [{ type: 'put', key, value: guard(key, packGoneIds(unpackGoneIds(bytes))) }]
  } catch (error) {
    damageIn(error)
    return []
  }
}
