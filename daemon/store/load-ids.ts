import { damageIn } from './damage.js'
import type { Database } from './database.js'
import { eventIdHash } from './event-leaf.js'
import { isPacked, PACKED_SEGMENTS, unpackGoneIds } from './gone-ids.js'
import type { IdCheck } from './id-check.js'
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
  for (const place of placesInWindow(shelf, size)) {
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
    for (const event of events) {
      eventIdHash(event, idSeed, hash)
      hashes.set(hash, 2 * (event.seq - place.seq))
    }
    ids.remember(hashes, place.seq)
  }
}

/** The sealed and dropped segments whose ids the duplicate check looks at, oldest first. Packed hashes lie under the first of many, so it begins with such a one. */
export function placesInWindow(shelf: Shelf, size: number): Place[] {
  const places = [...shelf.segments, ...shelf.dropped].map(({ place }) => place).sort((a, b) => a.seq - b.seq)
  const oldest = places.at(-Math.ceil(size / SEGMENT_EVENTS)) ?? places[0]
  return places.filter(({ seq }) => packOf(seq) >= packOf(oldest!.seq))
}

/** Which segments' hashes are packed together. */
export function packOf(seq: number): number {
  return Math.floor((seq - 1) / (PACKED_SEGMENTS * SEGMENT_EVENTS))
}

/** Two words a slot; kept for as long as the duplicate check needs them, also when the events are gone. */
export function readIdHashes(database: Database, place: Place): Uint32Array {
  const bytes = database.read(placeKey(SPACE.idHashes, place), `the id hashes of segment ${place.seq}`)
  if (bytes === undefined) return new Uint32Array()
  return isPacked(bytes) ? unpackGoneIds(bytes) : new Uint32Array(Uint8Array.from(bytes).buffer)
}
