import type { SeqRange } from '../../protocol/request.js'
import { checkSegment } from './check-segment.js'
import { guard, verify } from './checksum.js'
import { isTwinned } from './column-values.js'
import { COLUMNS } from './columns.js'
import { damageIn, merged } from './damage.js'
import type { Database, Operation, Range } from './database.js'
import { loadDictionary } from './dictionary.js'
import { type Place, placeKey, rangeOf, SPACE, valuesKey } from './keys.js'
import { readable } from './load-segments.js'
import { placeSegment, removeSegment } from './place-segment.js'
import { lostBatches, recover } from './recover.js'
import { salvageSegment } from './salvage.js'
import { sealSegment } from './seal.js'
import { encodeHeader, SEGMENT_EVENTS } from './segment.js'
import { segmentCache, segmentReader } from './segment-reader.js'
import type { TailBatch } from './tail.js'
import { putTwinned, readTwinned } from './twin.js'
import { decodeWriteAhead } from './write-ahead.js'

export interface RebuildOptions {
  readonly source: Database
  /** Empty. */
  readonly target: Database
  readonly idSeed: number
  /** Whether that is the seed of the source: else every segment is made anew. */
  readonly sameIds: boolean
  /** The trail is known to have come so far. */
  readonly lastSeq: number
  readonly onProgress: (fraction: number) => void
}

/**
 * Copies what is sound, makes anew what can be read in part, and fills the rest with
 * holes, so that the seqs of the target have no gap. Returns what is lost.
 */
export async function rebuild(options: RebuildOptions): Promise<readonly SeqRange[]> {
  const { source, target, idSeed, sameIds, onProgress } = options
  const found = await recover(source)
  const lost: SeqRange[] = []
  // The numbers of the dictionary stay what they are, so that sound segments can be copied byte by byte.
  await target.write(found.dictionary.written(), { sync: false })
  await copySound(source, target, rangeOf(SPACE.record))
  const dictionary = await loadDictionary(target)
  const reader = segmentReader(source, found.dictionary, undefined, segmentCache())

  const segments = new Map(found.segments.map((segment) => [segment.place.seq, segment]))
  const dropped = new Map(found.dropped.map((stretch) => [stretch.from, stretch]))
  const damaged = new Map(found.damaged.map((damage) => [damage.from, damage.place]))
  let end = 1
  for (const seq of [...segments.keys(), ...dropped.keys(), ...damaged.keys()])
    end = Math.max(end, seq + SEGMENT_EVENTS)
  let place: Place = { receivedAtMs: 0, seq: 1 }
  for (let seq = 1; seq < end; seq += SEGMENT_EVENTS) {
    const segment = segments.get(seq)
    const gone = dropped.get(seq)
    place = segment?.place ?? gone?.place ?? damaged.get(seq) ?? { receivedAtMs: place.receivedAtMs, seq }
    if (segment !== undefined && sameIds && checkSegment(reader, segment, idSeed).length === 0) {
      await copyKeys(source, target, [...removeSegment(segment).map(({ key }) => key), placeKey(SPACE.idHashes, place)])
      // Either of two twins may have been damaged.
      const twinned = COLUMNS.flatMap((_, column): Operation[] => {
        const bytes = readTwinned(source, valuesKey(column, place), 'the values of a column')
        return bytes !== undefined && isTwinned(bytes) ? putTwinned(valuesKey(column, place), bytes) : []
      })
      twinned.push(...putTwinned(placeKey(SPACE.header, place), encodeHeader(segment)))
      await target.write(twinned, { sync: false })
    } else if (segment !== undefined) {
      const salvaged = salvageSegment(reader, segment, idSeed)
      lost.push(...salvaged.lost)
      await target.write(placeSegment(place, salvaged.sealed, dictionary).operations, { sync: false })
    } else if (gone !== undefined) {
      const key = placeKey(SPACE.dropped, place)
      await target.write(putTwinned(key, gone.root), { sync: false })
      if (sameIds) await copyKeys(source, target, [placeKey(SPACE.idHashes, place)])
    } else {
      const parts = withStandIns(found.batches, seq, seq + SEGMENT_EVENTS, place.receivedAtMs)
      lost.push(...parts.lost)
      const sealed = sealSegment(
        parts.batches.map((batch) => decodeWriteAhead(batch.value, batch.place)),
        idSeed,
      )
      place = parts.batches[0]!.place
      await target.write(placeSegment(place, sealed, dictionary).operations, { sync: false })
    }
    onProgress(seq / end)
    await new Promise(setImmediate)
  }

  const unsealed = withStandIns(found.batches, end, Math.max(found.lastSeq, options.lastSeq) + 1, place.receivedAtMs)
  // A start makes stand-ins of its own between batches: those are lost, too.
  lost.push(...unsealed.lost, ...found.lost.filter(({ from }) => from >= end))
  const puts = unsealed.batches.map((batch): Operation => {
    const key = placeKey(SPACE.writeAhead, batch.place)
    return { type: 'put', key, value: guard(key, batch.value) }
  })
  await target.write(puts, { sync: false })
  return merged(lost)
}

/** The batches from a seq to before another, with holes in the place of what is missing. */
function withStandIns(batches: readonly TailBatch[], from: number, end: number, receivedAtMs: number) {
  const whole: TailBatch[] = []
  const lost: SeqRange[] = []
  let [next, atMs] = [from, receivedAtMs]
  const fill = (to: number) => {
    if (to <= next) return
    lost.push({ from: next, to: to - 1 })
    whole.push(...lostBatches(next, to, atMs))
  }
  for (const batch of batches) {
    const { place, slots } = batch
    if (place.seq < next || place.seq + slots > end) continue
    fill(place.seq)
    whole.push(batch)
    next = place.seq + slots
    atMs = place.receivedAtMs
  }
  fill(end)
  return { batches: whole, lost }
}

async function copyKeys(source: Database, target: Database, keys: readonly Buffer[]): Promise<void> {
  const puts = keys.flatMap((key): Operation[] => {
    try {
      const bytes = source.read(key, 'a part of a segment')
      return bytes === undefined ? [] : [{ type: 'put', key, value: guard(key, bytes) }]
    } catch (error) {
      // A twin, or what only the duplicate check needs: the segment itself is sound.
      damageIn(error)
      return []
    }
  })
  await target.write(puts, { sync: false })
}

async function copySound(source: Database, target: Database, range: Range): Promise<void> {
  for await (const [key, value] of readable(source, range)) {
    try {
      verify(key, value, 'a value')
    } catch (error) {
      damageIn(error)
      continue
    }
    await target.write([{ type: 'put', key, value }], { sync: false })
  }
}
