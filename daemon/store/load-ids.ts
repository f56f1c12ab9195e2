import { damageIn } from './damage.js'
import type { Database } from './database.js'
import { unpackGoneIds } from './gone-ids.js'
import type { IdCheck } from './id-check.js'
import { hashId } from './id-hash.js'
import { type Place, placeKey, SPACE } from './keys.js'
import { holeOf } from './row.js'
import { SEGMENT_EVENTS } from './segment.js'
import type { Shelf } from './shelf.js'
import { decodeWriteAhead } from './write-ahead.js'

/** Fills the duplicate check with the newest ids: of sealed and dropped segments by their hashes, of the tail by its events. */
export function loadIdWindow(
  database: Database,
  shelf: Shelf,
  ids: IdCheck,
  idSeed: number,
  size: number,
  onDamage: (problem: string) => void = () => {},
): void {
  const places = [...shelf.segments, ...shelf.dropped].map(({ place }) => place).sort((a, b) => a.seq - b.seq)
  for (const place of places.slice(-Math.ceil(size / SEGMENT_EVENTS))) {
    try {
      ids.remember(readIdHashes(database, place), place.seq)
    } catch (error) {
      onDamage(`${damageIn(error).message}; a repetition of one of its events would not be noticed`)
    }
  }
  const hash = new Uint32Array(2)
  const { batches, length } = shelf.tail.view()
  for (const { place, slots, events, value } of batches.slice(0, length)) {
    const hashes = new Uint32Array(2 * slots)
    for (const [slot, row] of decodeWriteAhead(value, place).rows.entries()) {
      const hole = holeOf(row)
      if (hole !== undefined) hashes.set(hole.idHash, 2 * slot)
    }
    for (const { id, seq } of events) {
      hashId(id, idSeed, hash)
      hashes.set(hash, 2 * (seq - place.seq))
    }
    ids.remember(hashes, place.seq)
  }
}

/** Two words a slot; kept for as long as the duplicate check needs them, also when the events are gone. */
function readIdHashes(database: Database, place: Place): Uint32Array {
  const bytes = database.read(placeKey(SPACE.idHashes, place), `the id hashes of segment ${place.seq}`)
  return bytes === undefined ? new Uint32Array() : unpackGoneIds(bytes)
}
