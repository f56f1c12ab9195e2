import { setImmediate } from 'node:timers/promises'
import { canonicalJson } from '../../protocol/canonical.js'
import type { AuditEvent } from '../../protocol/event.js'
import { guard } from './checksum.js'
import { newGeneration } from './generation.js'
import { holesBySlot } from './hole-slots.js'
import { hashId } from './id-hash.js'
import { placeKey, SPACE } from './keys.js'
import { leafHash } from './merkle.js'
import { placeSegment, removeSegment } from './place-segment.js'
import type { PruneParts } from './prune.js'
import { encodeHole, encodeRow } from './row.js'
import { withRoot } from './seal.js'
import { SEGMENT_EVENTS, type Segment } from './segment.js'
import { batchesOf } from './segment-batches.js'
import { type SegmentReader, segmentCache, segmentReader } from './segment-reader.js'
import { type TailBatch, tailBatch } from './tail.js'
import { decodeWriteAhead, encodeWriteAhead } from './write-ahead.js'

const ROWS_AT_ONCE = 256

/** Every event of a segment, read in slices, so that ingest goes on in between. Throws `damaged`. */
export async function allEvents({ rows, ...segment }: Segment, reader: SegmentReader): Promise<AuditEvent[]> {
  const events: AuditEvent[] = []
  for (let from = 0; from < rows; from += ROWS_AT_ONCE) {
    const wanted = Array.from({ length: Math.min(ROWS_AT_ONCE, rows - from) }, (_, i) => from + i)
    events.push(...reader.events({ rows, ...segment }, wanted))
    await setImmediate()
  }
  return events
}

/** Seals the segment anew without its expired events. Its root stays the same: the holes keep their leaf hashes. */
export async function thinSegment(
  { database, shelf, sealing, idSeed }: PruneParts,
  segment: Segment,
  cutoffMs: number,
): Promise<number> {
  const reader = segmentReader(database, shelf.dictionary, undefined, segmentCache())
  const events = await allEvents(segment, reader)
  const bySeq = new Map(events.map((event) => [event.seq, event]))
  const holes = holesBySlot(segment, reader.holeHashes(segment))
  const slots = Array.from({ length: SEGMENT_EVENTS }, (_, slot) => {
    const event = bySeq.get(segment.place.seq + slot)
    if (event === undefined) return { row: encodeHole(holes.get(slot)!), timestampMs: 0 }
    const timestampMs = Date.parse(event.timestamp)
    return { row: timestampMs < cutoffMs ? holeFor(event, idSeed) : Buffer.from(encodeRow(event)), timestampMs }
  })
  const { segment: thinned, operations } = placeSegment(
    segment.place,
    withRoot(await sealing.seal(batchesOf(segment, slots)), segment.root),
    shelf.dictionary,
  )
  // The id hashes stay as they were: the new ones lack those of earlier holes.
  const writes = operations.filter(({ key }) => key[0] !== SPACE.idHashes)
  await database.write([...removeSegment(segment), ...writes, newGeneration()], { sync: true })
  shelf.rewritten(segment, thinned)
  return segment.rows - thinned.rows
}

/** Writes the batch anew without its expired events. */
export async function thinBatch(
  { database, shelf, idSeed }: PruneParts,
  batch: TailBatch,
  cutoffMs: number,
): Promise<number> {
  // Sealed since the steps were listed: the next run finds it in its segment.
  const { batches, length } = shelf.tail.view()
  if (!batches.slice(0, length).includes(batch)) return 0
  const { rows, timestampsMs } = decodeWriteAhead(batch.value, batch.place)
  const bySeq = new Map(batch.events.map((event) => [event.seq, event]))
  const kept = rows.map((row, slot) => {
    const event = bySeq.get(batch.place.seq + slot)
    return event !== undefined && timestampsMs[slot]! < cutoffMs ? holeFor(event, idSeed) : row
  })
  const value = encodeWriteAhead([...timestampsMs], kept)
  const key = placeKey(SPACE.writeAhead, batch.place)
  await database.write([{ type: 'put', key, value: guard(key, value) }], { sync: true })
  const thinned = tailBatch(decodeWriteAhead(value, batch.place), value)
  shelf.replace(batch, thinned)
  return batch.events.length - thinned.events.length
}

function holeFor(event: AuditEvent, idSeed: number): Buffer {
  const hash = new Uint32Array(2)
  hashId(event.id, idSeed, hash)
  return encodeHole({ reason: 'retention', leafHash: leafHash(canonicalJson(event)), idHash: [hash[0]!, hash[1]!] })
}
