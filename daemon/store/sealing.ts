import type { Database, Operation } from './database.js'
import { newGeneration } from './generation.js'
import { placeKey, rangeOf, SPACE } from './keys.js'
import { placeSegment } from './place-segment.js'
import type { SealedSegment } from './seal.js'
import { openSealer } from './sealer.js'
import { SEGMENT_EVENTS } from './segment.js'
import type { Shelf } from './shelf.js'
import type { TailBatch } from './tail.js'

/** Seals whole segments as soon as they stand in the tail, one after the other. */
export interface Sealing {
  /** Look whether there is something to seal. */
  wake(): void
  /** Waits while more than MAX_UNSEALED segments wait, so that memory stays bounded. */
  room(): Promise<void>
  /** Waits until all that can be sealed is, and its space is given back. */
  idle(): Promise<void>
  /** Runs `work` while nothing is being sealed. */
  paused<T>(work: () => Promise<T>): Promise<T>
  /** The parts of a segment, made from batches in the sealing thread. */
  seal(batches: readonly Pick<TailBatch, 'place' | 'value'>[]): Promise<SealedSegment>
  close(): Promise<void>
}

const MAX_UNSEALED = 8
/** Segments after which giving back space is worth its work, and how long to wait for more. */
const TIDY_SEGMENTS = 16
const TIDY_DELAY_MS = 5000

export interface SealingOptions {
  readonly database: Database
  readonly shelf: Shelf
  readonly idSeed: number
  /** Told how long a whole segment took from the tail to its sealed form. */
  readonly onSealed: (tookMs: number) => void
  readonly onFailure: (cause: unknown) => void
}

export function openSealing({ database, shelf, idSeed, onSealed, onFailure }: SealingOptions): Sealing {
  const sealer = openSealer()
  let running: Promise<void> | undefined
  let turn: Promise<unknown> = Promise.resolve()
  let stopped = false
  /** Segments whose batches still take space. */
  let untidy = 0
  let tidying: NodeJS.Timeout | undefined
  /** Resolved whenever there may be more room. */
  let progress = pending()
  const progressed = () => {
    progress.resolve()
    progress = pending()
  }

  const seal: Sealing['seal'] = (batches) =>
    sealer.seal({ idSeed, batches: batches.map(({ place, value }) => ({ ...place, value })) })

  /** One at a time: sealing and pruning both replace what the shelf holds. */
  const paused: Sealing['paused'] = (work) => {
    const result = turn.then(work)
    turn = result.catch(() => {})
    return result
  }

  /** Begins to seal the segment from `firstSeq`, if all of it is there. */
  function prepare(firstSeq: number): Prepared | undefined {
    const batches = shelf.tail.segment(firstSeq, SEGMENT_EVENTS)
    if (batches === undefined) return undefined
    const beganMs = performance.now()
    const sealed = seal(batches)
    // Waited for only after the segment before it is written; until then a failure has no listener.
    sealed.catch(() => {})
    return { firstSeq, batches, sealed, beganMs }
  }

  /** One write: the segment is there and its batches are gone, or neither. */
  async function place({ firstSeq, batches, sealed, beganMs }: Prepared): Promise<void> {
    const parts = await sealed
    await paused(async () => {
      // Retention may have thinned a batch meanwhile: then what was sealed is out of date.
      const current = shelf.tail.segment(firstSeq, SEGMENT_EVENTS)
      if (current === undefined || batches.some((batch, i) => batch !== current[i])) return
      const { segment, operations } = placeSegment(batches[0]!.place, parts, shelf.dictionary)
      const deletes = batches.map((batch): Operation => ({ type: 'del', key: placeKey(SPACE.writeAhead, batch.place) }))
      // Without sync: LevelDB's log keeps the order of writes, so if this one is lost in a power failure the batches are still there.
      await database.write([...operations, ...deletes, newGeneration()], { sync: false })
      shelf.sealed(segment, batches)
      onSealed(performance.now() - beganMs)
      untidy++
    })
    progressed()
  }

  const run = async () => {
    try {
      let next = prepare(shelf.unsealedFrom())
      while (next !== undefined && !stopped) {
        // The thread seals the next segment while this one is written.
        const following = prepare(next.firstSeq + SEGMENT_EVENTS)
        await place(next)
        next = following?.firstSeq === shelf.unsealedFrom() ? following : prepare(shelf.unsealedFrom())
      }
    } catch (cause) {
      // What is not sealed is still safe, and still in memory.
      if (!stopped) onFailure(cause)
      stopped = true
    } finally {
      running = undefined
      progressed()
      tidying ??= setTimeout(() => void tidy(), TIDY_DELAY_MS).unref()
    }
  }

  /** Gives back the space of write-ahead batches, which LevelDB by itself keeps for long. */
  async function tidy(): Promise<void> {
    clearTimeout(tidying)
    tidying = undefined
    if (untidy < TIDY_SEGMENTS || stopped) return
    untidy = 0
    await paused(() => database.compact(rangeOf(SPACE.writeAhead))).catch(onFailure)
  }

  const wake = () => {
    if (!stopped && shelf.tail.slots >= SEGMENT_EVENTS) running ??= run()
  }
  return {
    wake,
    async room() {
      while (shelf.tail.slots > MAX_UNSEALED * SEGMENT_EVENTS && running !== undefined && !stopped)
        await progress.promise
    },
    async idle() {
      wake()
      await running
      await tidy()
    },
    paused,
    seal,
    async close() {
      stopped = true
      clearTimeout(tidying)
      await sealer.close()
      await running
      await turn
    },
  }
}

/** A segment under way in the sealing thread. */
interface Prepared {
  readonly firstSeq: number
  readonly batches: readonly TailBatch[]
  readonly sealed: Promise<SealedSegment>
  readonly beganMs: number
}

function pending(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}
