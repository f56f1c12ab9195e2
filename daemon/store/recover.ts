import { verify } from './checksum.js'
import { type Damage, damageIn } from './damage.js'
import type { Database, Snapshot } from './database.js'
import { type Dictionary, loadDictionary } from './dictionary.js'
import { type Place, placeKey, placeOf, rangeOf, SPACE } from './keys.js'
import { loadSegments, readable } from './load-segments.js'
import { encodeHole } from './row.js'
import { SEGMENT_EVENTS, type Segment } from './segment.js'
import { type TailBatch, tailBatch } from './tail.js'
import type { Missing } from './trail.js'
import { valueOrTwin } from './twin.js'
import { decodeWriteAhead, encodeWriteAhead } from './write-ahead.js'

/** Everything a start reads: no bodies but the unsealed ones. */
export interface Recovered {
  readonly dictionary: Dictionary
  readonly segments: readonly Segment[]
  /** Segments that are there, and cannot be read. */
  readonly damaged: readonly (Damage & { readonly place: Place })[]
  readonly dropped: readonly (Missing & { readonly place: Place; readonly root: Uint8Array })[]
  readonly batches: readonly TailBatch[]
  readonly lastSeq: number
  readonly lastReceivedAtMs: number
  /** Seqs that should be there and are not. */
  readonly lost: readonly Missing[]
  /** Those of them that no stand-in batch speaks for: they lie among the segments. */
  readonly lostSegments: readonly Missing[]
}

export async function recover(database: Database): Promise<Recovered> {
  const dictionary = await loadDictionary(database)
  const { segments, ...loaded } = await loadSegments(database, dictionary)
  const dropped = await loadDropped(database)
  // What retention had dropped may come back in parts where damage took the deletion.
  const damaged = loaded.damaged.filter(({ from }) => !dropped.some((gone) => gone.from === from))
  const found = await loadBatches(database)
  const sealed = [...segments, ...damaged, ...dropped].map(({ place }) => ({ place, slots: SEGMENT_EVENTS }))

  const lost: Missing[] = []
  const lostSegments: Missing[] = []
  const batches: TailBatch[] = []
  const unsealedFrom = sealed.reduce((end, { place }) => Math.max(end, place.seq + SEGMENT_EVENTS), 1)
  let next = 1
  let lastReceivedAtMs = segments.reduce((last, { received }) => Math.max(last, received.at(-1)?.atMs ?? 0), 0)
  for (const stretch of [...sealed, ...found].sort((a, b) => a.place.seq - b.place.seq)) {
    const { place, slots } = stretch
    // A segment and its write-ahead batches change places in one write; a batch within a segment is what damage left behind.
    if (place.seq < next) continue
    if (place.seq > next) {
      lost.push({ from: next, to: place.seq - 1, reason: 'lost' })
      if (next < unsealedFrom)
        lostSegments.push({ from: next, to: Math.min(place.seq, unsealedFrom) - 1, reason: 'lost' })
      batches.push(...lostBatches(Math.max(next, unsealedFrom), place.seq, lastReceivedAtMs))
    }
    if ('value' in stretch) batches.push(stretch)
    next = place.seq + slots
    lastReceivedAtMs = Math.max(lastReceivedAtMs, place.receivedAtMs)
  }
  return { dictionary, segments, damaged, dropped, batches, lastSeq: next - 1, lastReceivedAtMs, lost, lostSegments }
}

/** Stand-ins for unsealed events that are gone, so that the segment they belong to can be sealed around them. */
export function lostBatches(from: number, end: number, receivedAtMs: number): TailBatch[] {
  const hole = encodeHole({ reason: 'lost', leafHash: new Uint8Array(32), idHash: [0, 0] })
  const batches: TailBatch[] = []
  for (let seq = from; seq < end; ) {
    const slots = Math.min(end - seq, SEGMENT_EVENTS - ((seq - 1) % SEGMENT_EVENTS))
    const rows = Array.from({ length: slots }, () => hole)
    const value = encodeWriteAhead(
      rows.map(() => 0),
      rows,
    )
    batches.push(tailBatch(decodeWriteAhead(value, { receivedAtMs, seq }), value))
    seq += slots
  }
  return batches
}

export function droppedKey(place: Place): Buffer {
  return placeKey(SPACE.dropped, place)
}

export async function loadDropped(database: Database, snapshot?: Snapshot): Promise<Recovered['dropped'][number][]> {
  const dropped: Recovered['dropped'][number][] = []
  for await (const [key, guarded] of readable(database, rangeOf(SPACE.dropped), snapshot)) {
    const place = placeOf(key)
    try {
      const root = Buffer.from(
        valueOrTwin(database, key, guarded, `the root of dropped segment ${place.seq}`, snapshot),
      )
      dropped.push({ from: place.seq, to: place.seq + SEGMENT_EVENTS - 1, reason: 'retention', place, root })
    } catch (error) {
      // Its seqs are missing then, which is noticed.
      damageIn(error)
    }
  }
  return dropped
}

async function loadBatches(database: Database): Promise<TailBatch[]> {
  const batches: TailBatch[] = []
  for await (const [key, guarded] of readable(database, rangeOf(SPACE.writeAhead))) {
    const place = placeOf(key)
    try {
      const value = Buffer.from(verify(key, guarded, `the write-ahead batch ${place.seq}`))
      batches.push(tailBatch(decodeWriteAhead(value, place), value))
    } catch (error) {
      // Its seqs show as a hole before the next batch; the high-water mark tells of a damaged last one.
      damageIn(error)
    }
  }
  return batches
}
