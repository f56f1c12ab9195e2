import { setImmediate } from 'node:timers/promises'
import { guard } from './checksum.js'
import { damageIn } from './damage.js'
import type { Database, Operation } from './database.js'
import { PACKED_SEGMENTS, packGoneIds } from './gone-ids.js'
import { type Place, placeKey, placeOf, rangeOf, SPACE } from './keys.js'
import { packOf, placesInWindow, readIdHashes } from './load-ids.js'
import type { PruneParts } from './prune.js'
import type { Shelf } from './shelf.js'
import { sweepDictionary } from './sweep.js'

/** Gives back the disk space of what was removed, and what nothing refers to any more. */
export async function reclaim(parts: PruneParts): Promise<void> {
  const { database, shelf, dedupeIds } = parts
  await sweepDictionary(parts)
  await shrinkIdHashes(database, shelf, dedupeIds)
  for (const space of Object.values(SPACE)) await database.compact(rangeOf(space))
}

/** Before and behind every key there is. */
const EDGES = [Buffer.of(0), Buffer.of(0xfe)] as const

/**
 * The same, and nothing that was overwritten or deleted is left in any file, but for
 * what a snapshot still sees. LevelDB writes its memory to a table with all that was
 * overwritten in it, and merges no table into one below where nothing lies above: so
 * something is laid above all of them, which leaves no trace itself.
 */
export async function scour(parts: PruneParts): Promise<void> {
  const { database } = parts
  await reclaim(parts)
  await database.write(
    EDGES.map((key): Operation => ({ type: 'del', key })),
    { sync: true },
  )
  await database.compact({ gte: EDGES[0], lt: Buffer.of(0xff) })
}

/** Of dropped segments: deletes what the duplicate check no longer looks at, and packs what it does. */
async function shrinkIdHashes(database: Database, shelf: Shelf, dedupeIds: number): Promise<void> {
  const needed = new Set(placesInWindow(shelf, dedupeIds).map(({ seq }) => seq))
  const dropped = new Set(shelf.dropped.map(({ place }) => place.seq))
  const packs = new Map<number, Place[]>()
  for await (const group of database.keys(rangeOf(SPACE.idHashes))) {
    const gone = group.filter((key) => dropped.has(placeOf(key).seq))
    for (const place of gone.map(placeOf).filter(({ seq }) => needed.has(seq))) {
      const pack = packOf(place.seq)
      packs.set(pack, [...(packs.get(pack) ?? []), place])
    }
    const operations = gone
      .filter((key) => !needed.has(placeOf(key).seq))
      .map((key): Operation => ({ type: 'del', key }))
    await database.write(operations, { sync: false })
  }
  for (const places of packs.values()) {
    // Of those that are packed already one key is left.
    if (places.length === PACKED_SEGMENTS) await database.write(packed(database, places), { sync: false })
    await setImmediate()
  }
}

function packed(database: Database, places: readonly Place[]): Operation[] {
  const keys = places.map((place) => placeKey(SPACE.idHashes, place))
  try {
    const hashes = places.map((place) => readIdHashes(database, place))
    const value = packGoneIds(hashes)
    return keys.map((key, i) => (i === 0 ? { type: 'put', key, value: guard(key, value) } : { type: 'del', key }))
  } catch (error) {
    // They stay as they are, damage and all, and are told of at each start.
    damageIn(error)
    return []
  }
}
