import { verify } from './checksum.js'
import { type ColumnValues, decodeValues } from './column-values.js'
import type { Database, Snapshot } from './database.js'
import type { Dictionary } from './dictionary.js'
import { placeOf, placeOfValues, rangeOf, SPACE } from './keys.js'
import { IN_MEMORY } from './place-segment.js'
import { decodeHeader, type Segment } from './segment.js'
import { segmentReader } from './segment-reader.js'

/** What is kept in memory of every segment, in seq order: headers and the values of the first columns, no bodies. */
export async function loadSegments(database: Database, dictionary: Dictionary): Promise<Segment[]> {
  const segments = new Map<number, Segment & { values: ColumnValues[] }>()
  for await (const group of database.entries(rangeOf(SPACE.header))) {
    for (const [key, guarded] of group) {
      const place = placeOf(key)
      const header = decodeHeader(verify(key, guarded, `the header of segment ${place.seq}`))
      segments.set(place.seq, { ...header, place, values: [] })
    }
  }
  for (let column = 0; column < IN_MEMORY; column++) {
    for await (const group of database.entries(rangeOf(SPACE.values, Uint8Array.of(column)))) {
      for (const [key, guarded] of group) {
        const { seq } = placeOfValues(key)
        const bytes = verify(key, guarded, `the values of column ${column} of segment ${seq}`)
        segments.get(seq)?.values.push(decodeValues(bytes, column, dictionary))
      }
    }
  }
  return [...segments.values()].sort((a, b) => a.place.seq - b.place.seq)
}

/** The same as of a snapshot, keeping what is known and has not changed. A segment is only ever replaced by one of fewer rows. */
export async function refreshSegments(
  database: Database,
  dictionary: Dictionary,
  known: readonly Segment[],
  snapshot: Snapshot,
): Promise<Segment[]> {
  const bySeq = new Map(known.map((segment) => [segment.place.seq, segment]))
  const reader = segmentReader(database, dictionary, snapshot)
  const segments: Segment[] = []
  for await (const group of database.entries(rangeOf(SPACE.header), snapshot)) {
    for (const [key, guarded] of group) {
      const place = placeOf(key)
      const before = bySeq.get(place.seq)
      const header = decodeHeader(verify(key, guarded, `the header of segment ${place.seq}`))
      if (before?.rows === header.rows) {
        segments.push(before)
        continue
      }
      const bare = { ...header, place, values: [] }
      const values = Array.from({ length: IN_MEMORY }, (_, column) => reader.values(bare, column))
      segments.push({ ...bare, values })
    }
  }
  return segments.sort((a, b) => a.place.seq - b.place.seq)
}
