import { canonicalJson } from '../../protocol/canonical.js'
import type { AuditEvent } from '../../protocol/event.js'
import { guard } from './checksum.js'
import { damageIn } from './damage.js'
import type { Database, Operation } from './database.js'
import { newGeneration } from './generation.js'
import { holesBySlot } from './hole-slots.js'
import { hashId } from './id-hash.js'
import { placeKey, placeOf, rangeOf, SPACE } from './keys.js'
import { leafHash } from './merkle.js'
import { placeSegment, removeSegment } from './place-segment.js'
import { droppedKey } from './recover.js'
import { encodeHole, encodeRow } from './row.js'
import type { Sealing } from './sealing.js'
import { receivedAtMs, SEGMENT_EVENTS, type Segment } from './segment.js'
import { segmentCache, segmentReader } from './segment-reader.js'
import type { Shelf } from './shelf.js'
import { type TailBatch, tailBatch } from './tail.js'
import type { PruneStep } from './trail.js'
import { decodeWriteAhead, encodeWriteAhead } from './write-ahead.js'

export interface PruneParts {
  readonly database: Database
  readonly shelf: Shelf
  readonly sealing: Sealing
  readonly idSeed: number
  readonly dedupeIds: number
}

/** How many events are older than `cutoffMs`, at most. */
export function prunable(shelf: Shelf, cutoffMs: number): number {
  const sealed = shelf.segments.filter(({ minMs }) => minMs < cutoffMs).reduce((sum, { rows }) => sum + rows, 0)
  return sealed + expiredBatches(shelf, cutoffMs).reduce((sum, { events }) => sum + events.length, 0)
}

/**
 * Removes what is older than `cutoffMs`, one write a step, so that a killed job
 * goes on where it stopped: what is left to do is what is still there. Wholly
 * expired segments leave their subtree root, single events their leaf hash.
 */
export async function* prune(parts: PruneParts, cutoffMs: number, signal: AbortSignal): AsyncGenerator<PruneStep> {
  const { shelf, sealing } = parts
  const segments = shelf.segments.filter(({ minMs }) => minMs < cutoffMs)
  const batches = expiredBatches(shelf, cutoffMs)
  const of = segments.length + batches.length
  let done = 0
  for (const segment of segments) {
    signal.throwIfAborted()
    const removed = await sealing
      .paused(() => (segment.maxMs < cutoffMs ? dropSegment(parts, segment) : thinSegment(parts, segment, cutoffMs)))
      // One that cannot be read stays whole until it is repaired or expired; what is too old is hidden all the same.
      .catch((error: unknown) => {
        damageIn(error)
        return 0
      })
    yield { removed, done: ++done, of }
  }
  for (const batch of batches) {
    signal.throwIfAborted()
    const removed = await sealing.paused(() => thinBatch(parts, batch, cutoffMs))
    yield { removed, done: ++done, of }
  }
}

/** Gives back the disk space of what was removed. */
export async function reclaim({ database, shelf, dedupeIds }: PruneParts): Promise<void> {
  await forgetIdHashes(database, shelf, dedupeIds)
  for (const space of [SPACE.writeAhead, SPACE.header, SPACE.values, SPACE.ordinals, SPACE.block, SPACE.idHashes]) {
    await database.compact(rangeOf(space))
  }
}

function expiredBatches(shelf: Shelf, cutoffMs: number): TailBatch[] {
  const { batches, length } = shelf.tail.view()
  return batches.slice(0, length).filter(({ timestampsMs }) => timestampsMs.some((ms) => ms < cutoffMs))
}

async function dropSegment({ database, shelf }: PruneParts, segment: Segment): Promise<number> {
  const key = droppedKey(segment.place)
  const root: Operation = { type: 'put', key, value: guard(key, segment.root) }
  await database.write([root, ...removeSegment(segment), newGeneration()], { sync: true })
  shelf.drop(segment)
  return segment.rows
}

/** Seals the segment anew without its expired events. Its root stays the same: the holes keep their leaf hashes. */
async function thinSegment(
  { database, shelf, sealing, idSeed }: PruneParts,
  segment: Segment,
  cutoffMs: number,
): Promise<number> {
  const reader = segmentReader(database, shelf.dictionary, undefined, segmentCache())
  const events = reader.events(segment, [...Array(segment.rows).keys()])
  const bySeq = new Map(events.map((event) => [event.seq, event]))
  const holes = holesBySlot(segment, reader.holeHashes(segment))
  const slots = Array.from({ length: SEGMENT_EVENTS }, (_, slot) => {
    const event = bySeq.get(segment.place.seq + slot)
    if (event === undefined) return { row: encodeHole(holes.get(slot)!), timestampMs: 0 }
    const timestampMs = Date.parse(event.timestamp)
    return { row: timestampMs < cutoffMs ? holeFor(event, idSeed) : Buffer.from(encodeRow(event)), timestampMs }
  })
  // One batch for each receipt time, as the events came.
  const batches: Pick<TailBatch, 'place' | 'value'>[] = []
  for (let from = 0; from < SEGMENT_EVENTS; ) {
    const seq = segment.place.seq + from
    const receivedMs = receivedAtMs(segment, seq)
    let to = from + 1
    while (to < SEGMENT_EVENTS && receivedAtMs(segment, segment.place.seq + to) === receivedMs) to++
    const part = slots.slice(from, to)
    batches.push({
      place: { receivedAtMs: receivedMs, seq },
      value: encodeWriteAhead(
        part.map(({ timestampMs }) => timestampMs),
        part.map(({ row }) => row),
      ),
    })
    from = to
  }
  const { segment: thinned, operations } = placeSegment(segment.place, await sealing.seal(batches), shelf.dictionary)
  // The id hashes stay as they were: the new ones lack those of earlier holes.
  const writes = operations.filter(({ key }) => key[0] !== SPACE.idHashes)
  await database.write([...removeSegment(segment), ...writes, newGeneration()], { sync: true })
  shelf.rewritten(segment, thinned)
  return segment.rows - thinned.rows
}

async function thinBatch({ database, shelf, idSeed }: PruneParts, batch: TailBatch, cutoffMs: number): Promise<number> {
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

/** Deletes the id hashes of dropped segments that the duplicate check no longer looks at. */
async function forgetIdHashes(database: Database, shelf: Shelf, dedupeIds: number): Promise<void> {
  const needed = new Set(
    [...shelf.segments, ...shelf.dropped]
      .map(({ place }) => place.seq)
      .sort((a, b) => a - b)
      .slice(-Math.ceil(dedupeIds / SEGMENT_EVENTS)),
  )
  const live = new Set(shelf.segments.map(({ place }) => place.seq))
  for await (const group of database.keys(rangeOf(SPACE.idHashes))) {
    const old = group.filter((key) => !needed.has(placeOf(key).seq) && !live.has(placeOf(key).seq))
    await database.write(
      old.map((key): Operation => ({ type: 'del', key })),
      { sync: false },
    )
  }
}
