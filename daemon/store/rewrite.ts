import { setImmediate } from 'node:timers/promises'
import type { AuditEvent } from '../../protocol/event.js'
import { guard } from './checksum.js'
import { eventIdHash, eventLeaf } from './event-leaf.js'
import { newGeneration } from './generation.js'
import { holesBySlot } from './hole-slots.js'
import { placeKey, SPACE } from './keys.js'
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

/** What an event becomes: another row, or undefined where it stays. */
export type Rewriting = (event: AuditEvent) => Uint8Array | undefined

/** What of a thing was rewritten. */
export interface Rewritten<T> {
  readonly now: T
  /** Events that became something else. */
  readonly changed: number
}

/**
 * Seals the segment of a first seq anew where some of its events become something
 * else. Its root stays the same: what they become keeps their leaf hashes. Looked up
 * here, while nothing is sealed: a list made before may be out of date. Undefined
 * where it is not there.
 */
export async function rewriteSegment(
  { database, shelf, sealing }: PruneParts,
  firstSeq: number,
  rewriting: Rewriting,
): Promise<Rewritten<Segment> | undefined> {
  const segment = shelf.segmentAt(firstSeq)
  if (segment === undefined) return undefined
  const reader = segmentReader(database, shelf.dictionary, undefined, segmentCache())
  const events = await allEvents(segment, reader)
  const rows = new Map<number, Uint8Array>()
  for (const [i, event] of events.entries()) {
    const row = rewriting(event)
    if (row !== undefined) rows.set(event.seq, Buffer.from(row))
    if (i % ROWS_AT_ONCE === 0) await setImmediate()
  }
  if (rows.size === 0) return { now: segment, changed: 0 }
  const bySeq = new Map(events.map((event) => [event.seq, event]))
  const holes = holesBySlot(segment, reader.holeHashes(segment))
  const slots = Array.from({ length: SEGMENT_EVENTS }, (_, slot) => {
    const event = bySeq.get(segment.place.seq + slot)
    if (event === undefined) return { row: encodeHole(holes.get(slot)!), timestampMs: 0 }
    return { row: rows.get(event.seq) ?? Buffer.from(encodeRow(event)), timestampMs: Date.parse(event.timestamp) }
  })
  const sealed = await sealing.seal(batchesOf(segment, slots))
  const { segment: now, operations } = placeSegment(
    segment.place,
    withRoot(sealed, segment.root, segment.revision + 1),
    shelf.dictionary,
  )
  // The id hashes stay as they were: the new ones lack those of earlier holes.
  const writes = operations.filter(({ key }) => key[0] !== SPACE.idHashes)
  await database.write([...removeSegment(segment), ...writes, newGeneration()], { sync: true })
  shelf.rewritten(segment, now)
  return { now, changed: rows.size }
}

/** The same of a batch; undefined where it was sealed since it was looked up. */
export async function rewriteBatch(
  { database, shelf }: PruneParts,
  batch: TailBatch,
  rewriting: Rewriting,
): Promise<Rewritten<TailBatch> | undefined> {
  const { batches, length } = shelf.tail.view()
  if (!batches.slice(0, length).includes(batch)) return undefined
  const { rows, timestampsMs } = decodeWriteAhead(batch.value, batch.place)
  const bySeq = new Map(batch.events.map((event) => [event.seq, event]))
  let changed = 0
  const kept = rows.map((row, slot) => {
    const event = bySeq.get(batch.place.seq + slot)
    const other = event && rewriting(event)
    if (other === undefined) return row
    changed++
    return Buffer.from(other)
  })
  if (changed === 0) return { now: batch, changed }
  const value = encodeWriteAhead([...timestampsMs], kept)
  const key = placeKey(SPACE.writeAhead, batch.place)
  await database.write([{ type: 'put', key, value: guard(key, value) }], { sync: true })
  const now = tailBatch(decodeWriteAhead(value, batch.place), value)
  shelf.replace(batch, now)
  return { now, changed }
}

/** Events older than `cutoffMs` become holes. */
export function expiring(cutoffMs: number, idSeed: number): Rewriting {
  return (event) => {
    if (Date.parse(event.timestamp) >= cutoffMs) return undefined
    const hash = new Uint32Array(2)
    eventIdHash(event, idSeed, hash)
    return encodeHole({ reason: 'retention', leafHash: eventLeaf(event), idHash: [hash[0]!, hash[1]!] })
  }
}
