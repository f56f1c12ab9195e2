import { setImmediate } from 'node:timers/promises'
import type { Archive } from './archive.js'
import { damageIn } from './damage.js'
import type { Database, Operation } from './database.js'
import { newGeneration } from './generation.js'
import { removeSegment } from './place-segment.js'
import { droppedKey } from './recover.js'
import { allEvents, expiring, rewriteBatch, rewriteSegment } from './rewrite.js'
import type { Sealing } from './sealing.js'
import { SEGMENT_EVENTS } from './segment.js'
import { segmentCache, segmentReader } from './segment-reader.js'
import type { Shelf } from './shelf.js'
import type { TailBatch } from './tail.js'
import type { PruneStep } from './trail.js'
import { putTwinned } from './twin.js'

export interface PruneParts {
  readonly database: Database
  readonly shelf: Shelf
  readonly sealing: Sealing
  readonly idSeed: number
  readonly dedupeIds: number
}

/** Wholly expired segments that go in one write. */
const GROUP = 16

/** How many events are older than `cutoffMs`, at most. */
export function prunable(shelf: Shelf, cutoffMs: number): number {
  const sealed = shelf.segments.filter(({ minMs }) => minMs < cutoffMs).reduce((sum, { rows }) => sum + rows, 0)
  return sealed + expiredBatches(shelf, cutoffMs).reduce((sum, { events }) => sum + events.length, 0)
}

/**
 * Removes what is older than `cutoffMs`, one write a step, so that a killed job
 * goes on where it stopped: what is left to do is what is still there. Wholly
 * expired segments leave their subtree root, single events their leaf hash. With an
 * archive each event is on disk there before it goes.
 */
export async function* prune(
  parts: PruneParts,
  cutoffMs: number,
  signal: AbortSignal,
  archive?: Archive,
): AsyncGenerator<PruneStep> {
  const { shelf, sealing } = parts
  const expired = shelf.segments.filter(({ minMs }) => minMs < cutoffMs)
  const whole = expired.filter(({ maxMs }) => maxMs < cutoffMs)
  const batches = expiredBatches(shelf, cutoffMs)
  const rewriting = expiring(cutoffMs, parts.idSeed)
  const of = expired.length + batches.length
  let done = 0
  for (let from = 0; from < whole.length; from += GROUP) {
    signal.throwIfAborted()
    const group = whole.slice(from, from + GROUP)
    const safe: number[] = []
    for (const { place } of group) if (await keep(parts, place.seq, cutoffMs, archive)) safe.push(place.seq)
    const removed = await sealing.paused(() => dropSegments(parts, safe))
    done += group.length
    yield { removed, done, of }
  }
  for (const segment of expired.filter(({ maxMs }) => maxMs >= cutoffMs)) {
    signal.throwIfAborted()
    const { seq } = segment.place
    const safe = await keep(parts, seq, cutoffMs, archive)
    const thinned = safe ? await readable(() => sealing.paused(() => rewriteSegment(parts, seq, rewriting))) : undefined
    yield { removed: thinned?.changed ?? 0, done: ++done, of }
  }
  for (const batch of batches) {
    signal.throwIfAborted()
    const old = batch.events.filter((_, i) => batch.timestampsMs[i]! < cutoffMs)
    // Sealed or rewritten since the steps were listed: the next run finds it where it is then.
    const thinned = await sealing.paused(async () => {
      if (!isInTail(shelf, batch)) return undefined
      await archive?.put(segmentOf(batch.place.seq), old)
      return rewriteBatch(parts, batch, rewriting)
    })
    yield { removed: thinned?.changed ?? 0, done: ++done, of }
  }
}

/** Archives the expired events of a segment; false where they cannot be read. Then it stays until it is repaired; what is too old is hidden all the same. */
async function keep(
  { database, shelf, sealing }: PruneParts,
  firstSeq: number,
  cutoffMs: number,
  archive: Archive | undefined,
): Promise<boolean> {
  if (archive === undefined) return true
  // In one turn, so that what is erased from the segment meanwhile does not come to the archive behind the erasing there.
  return sealing.paused(async () => {
    const segment = shelf.segmentAt(firstSeq)
    if (segment === undefined) return false
    const reader = segmentReader(database, shelf.dictionary, undefined, segmentCache())
    const events = await readable(() => allEvents(segment, reader))
    if (events === undefined) return false
    await archive.put(
      firstSeq,
      events.filter(({ timestamp }) => Date.parse(timestamp) < cutoffMs),
    )
    return true
  })
}

/** Undefined where the disk does not return what was written. */
async function readable<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    damageIn(error)
    return undefined
  }
}

function expiredBatches(shelf: Shelf, cutoffMs: number): TailBatch[] {
  const { batches, length } = shelf.tail.view()
  return batches.slice(0, length).filter(({ timestampsMs }) => timestampsMs.some((ms) => ms < cutoffMs))
}

const isInTail = (shelf: Shelf, batch: TailBatch) => {
  const { batches, length } = shelf.tail.view()
  return batches.slice(0, length).includes(batch)
}

const segmentOf = (seq: number) => seq - ((seq - 1) % SEGMENT_EVENTS)

async function dropSegments({ database, shelf }: PruneParts, firstSeqs: readonly number[]): Promise<number> {
  const segments = firstSeqs.flatMap((seq) => shelf.segmentAt(seq) ?? [])
  if (segments.length === 0) return 0
  const operations = segments.flatMap((segment): Operation[] => {
    const key = droppedKey(segment.place)
    return [...putTwinned(key, segment.root), ...removeSegment(segment)]
  })
  await setImmediate()
  // Without sync: if the write is lost in a power failure the segments are back, and are dropped again.
  await database.write([...operations, newGeneration()], { sync: false })
  shelf.drop(segments)
  return segments.reduce((sum, { rows }) => sum + rows, 0)
}
