import { setImmediate } from 'node:timers/promises'
import type { Archive } from './archive.js'
import { damageIn } from './damage.js'
import type { Database, Operation } from './database.js'
import { newGeneration } from './generation.js'
import { removeSegment } from './place-segment.js'
import { droppedKey } from './recover.js'
import type { Sealing } from './sealing.js'
import { SEGMENT_EVENTS, type Segment } from './segment.js'
import { segmentCache, segmentReader } from './segment-reader.js'
import type { Shelf } from './shelf.js'
import type { TailBatch } from './tail.js'
import { allEvents, thinBatch, thinSegment } from './thin.js'
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
  const of = expired.length + batches.length
  let done = 0
  for (let from = 0; from < whole.length; from += GROUP) {
    signal.throwIfAborted()
    const group = whole.slice(from, from + GROUP)
    const safe: Segment[] = []
    for (const segment of group) if (await keep(parts, segment, cutoffMs, archive)) safe.push(segment)
    const removed = await sealing.paused(() => dropSegments(parts, safe))
    done += group.length
    yield { removed, done, of }
  }
  for (const segment of expired.filter(({ maxMs }) => maxMs >= cutoffMs)) {
    signal.throwIfAborted()
    const safe = await keep(parts, segment, cutoffMs, archive)
    const removed = safe ? await readable(() => sealing.paused(() => thinSegment(parts, segment, cutoffMs))) : 0
    yield { removed: removed ?? 0, done: ++done, of }
  }
  for (const batch of batches) {
    signal.throwIfAborted()
    const old = batch.events.filter((_, i) => batch.timestampsMs[i]! < cutoffMs)
    await archive?.put(segmentOf(batch.place.seq), old)
    const removed = await sealing.paused(() => thinBatch(parts, batch, cutoffMs))
    yield { removed, done: ++done, of }
  }
}

/** Archives the expired events of a segment; false where they cannot be read. Then it stays until it is repaired; what is too old is hidden all the same. */
async function keep(
  { database, shelf }: PruneParts,
  segment: Segment,
  cutoffMs: number,
  archive: Archive | undefined,
): Promise<boolean> {
  if (archive === undefined) return true
  const events = await readable(() =>
    allEvents(segment, segmentReader(database, shelf.dictionary, undefined, segmentCache())),
  )
  if (events === undefined) return false
  await archive.put(
    segment.place.seq,
    events.filter(({ timestamp }) => Date.parse(timestamp) < cutoffMs),
  )
  return true
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

const segmentOf = (seq: number) => seq - ((seq - 1) % SEGMENT_EVENTS)

async function dropSegments({ database, shelf }: PruneParts, segments: readonly Segment[]): Promise<number> {
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
