import { type Damage, LeftOut } from './damage.js'
import { openDatabase, type Snapshot } from './database.js'
import { loadDictionary } from './dictionary.js'
import { readGeneration } from './generation.js'
import type { Place } from './keys.js'
import { loadSegments, refreshSegments } from './load-segments.js'
import { createOpenViews } from './open-views.js'
import { loadDropped } from './recover.js'
import { SEGMENT_EVENTS, type Segment } from './segment.js'
import { segmentCache, segmentReader } from './segment-reader.js'
import { goneFrom } from './shelf.js'
import { readSweep, storedIds } from './sweep.js'
import { type TailBatch, tailBatch } from './tail.js'
import type { Missing, View } from './trail.js'
import { decodeWriteAhead } from './write-ahead.js'

/** An unsealed batch as it goes to another thread. */
export interface SharedBatch {
  readonly place: Place
  readonly slots: number
  readonly value: Uint8Array
  /** Everything before is sealed by now. */
  readonly sealedBefore: number
}

/** What another thread needs to read the trail by itself. */
export interface SharedTrail {
  readonly databasePath: string
  readonly id: string
  readonly epoch: string
  readonly idSeed: number
  readonly lostSegments: readonly Missing[]
  readonly batches: readonly SharedBatch[]
}

/** The trail as seen from another thread: segments by its own handle, the tail as it is told. */
export interface Mirror {
  readonly id: string
  readonly epoch: string
  readonly lastSeq: number
  /** One more batch, or an old one anew. */
  push(batch: SharedBatch): void
  view(): Promise<View>
  close(): Promise<void>
}

/** @param onDamage Told of what could not be read, each time. */
export async function openMirror(shared: SharedTrail, onDamage: (damage: Damage) => void): Promise<Mirror> {
  const { id, epoch, idSeed, lostSegments } = shared
  const database = await openDatabase({ path: shared.databasePath, create: false })
  const dictionary = await loadDictionary(database)
  const cache = segmentCache()
  const openViews = createOpenViews()
  let known: Known = {
    generation: undefined,
    sweep: '',
    ...(await loadSegments(database, dictionary)),
    dropped: [],
    unsealedFrom: 1,
  }
  let refreshing: Promise<unknown> = Promise.resolve()
  // Replaced when it changes anywhere but behind its end, so that a view keeps what it saw.
  let tail: TailBatch[] = []
  let lastSeq = 0

  const push = (batch: SharedBatch) => {
    const { place, slots, sealedBefore } = batch
    const last = tail.at(-1)?.place.seq ?? 0
    if (place.seq > last) tail.push(lazyBatch(batch))
    else tail = tail.map((other) => (other.place.seq === place.seq ? lazyBatch(batch) : other))
    if ((tail[0]?.place.seq ?? 0) < sealedBefore) tail = tail.filter((other) => other.place.seq >= sealedBefore)
    lastSeq = Math.max(lastSeq, place.seq + slots - 1, sealedBefore - 1)
  }
  for (const batch of shared.batches) push(batch)

  async function refresh(snapshot: Snapshot): Promise<Known> {
    const generation = readGeneration(database, snapshot)
    if (generation === known.generation) return known
    await dictionary.refresh(snapshot)
    const sweep = readSweep(database, snapshot)
    if (sweep !== known.sweep) openViews.afterThese(dictionary.sweep(await storedIds(database, snapshot), []))
    const { segments, damaged } = await refreshSegments(database, dictionary, known.segments, snapshot)
    const gone = await loadDropped(database, snapshot)
    const last = Math.max(segments.at(-1)?.place.seq ?? 0, damaged.at(-1)?.from ?? 0, gone.at(-1)?.place.seq ?? 0)
    const dropped = goneFrom(gone, lostSegments, damaged)
    known = { generation, sweep, segments, damaged, dropped, unsealedFrom: last === 0 ? 1 : last + SEGMENT_EVENTS }
    return known
  }

  return {
    id,
    epoch,
    get lastSeq() {
      return lastSeq
    },
    push,
    async view() {
      // The tail as of the snapshot: what is sealed afterwards may leave `tail` while the refresh waits.
      const snapshot = database.snapshot()
      const closed = openViews.opened()
      const close = () => {
        closed()
        return snapshot.close()
      }
      const [seen, length, seenSeq] = [tail, tail.length, lastSeq]
      const turn = refreshing.then(() => refresh(snapshot))
      refreshing = turn.catch(() => undefined)
      try {
        const { segments, damaged, dropped, unsealedFrom } = await turn
        const batches = seen.slice(0, length).filter(({ place }) => place.seq >= unsealedFrom)
        return {
          lastSeq: Math.max(seenSeq, unsealedFrom - 1),
          idSeed,
          segments,
          dropped,
          leftOut: new LeftOut(damaged, onDamage),
          tail: { batches, length: batches.length },
          dictionary,
          reader: segmentReader(database, dictionary, snapshot, cache),
          close,
        }
      } catch (error) {
        await close()
        throw error
      }
    },
    close: () => database.close(),
  }
}

/** The catalogue as of one generation. */
interface Known {
  readonly generation: string | undefined
  /** Of the dictionary. */
  readonly sweep: string
  readonly segments: readonly Segment[]
  readonly damaged: readonly Damage[]
  readonly dropped: readonly Missing[]
  readonly unsealedFrom: number
}

/** Decoded when first asked for. */
function lazyBatch({ place, slots, value }: SharedBatch): TailBatch {
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  let decoded: TailBatch | undefined
  const batch = () => {
    decoded ??= tailBatch(decodeWriteAhead(bytes, place), bytes)
    return decoded
  }
  return {
    place,
    slots,
    value: bytes,
    get events() {
      return batch().events
    },
    get timestampsMs() {
      return batch().timestampsMs
    },
    get holes() {
      return batch().holes ?? new Map()
    },
  }
}
