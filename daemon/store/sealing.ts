import type { Database, Operation } from './database.js'
import { newGeneration } from './generation.js'
import { placeKey, SPACE } from './keys.js'
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
  idle(): Promise<void>
  /** Runs `work` while nothing is being sealed. */
  paused<T>(work: () => Promise<T>): Promise<T>
  /** The parts of a segment, made from batches in the sealing thread. */
  seal(batches: readonly Pick<TailBatch, 'place' | 'value'>[]): Promise<SealedSegment>
  close(): Promise<void>
}

const MAX_UNSEALED = 8

export interface SealingOptions {
  readonly database: Database
  readonly shelf: Shelf
  readonly idSeed: number
  readonly onFailure: (cause: unknown) => void
}

export function openSealing({ database, shelf, idSeed, onFailure }: SealingOptions): Sealing {
  const sealer = openSealer()
  let running: Promise<void> | undefined
  let turn: Promise<unknown> = Promise.resolve()
  let stopped = false

  const seal: Sealing['seal'] = (batches) =>
    sealer.seal({ idSeed, batches: batches.map(({ place, value }) => ({ ...place, value })) })

  /** One at a time: sealing and pruning both replace what the shelf holds. */
  const paused: Sealing['paused'] = (work) => {
    const result = turn.then(work)
    turn = result.catch(() => {})
    return result
  }

  async function sealNext(): Promise<boolean> {
    const batches = shelf.tail.segment(shelf.unsealedFrom(), SEGMENT_EVENTS)
    const first = batches?.[0]
    if (batches === undefined || first === undefined) return false
    const { segment, operations } = placeSegment(first.place, await seal(batches), shelf.dictionary)
    const deletes = batches.map(({ place }): Operation => ({ type: 'del', key: placeKey(SPACE.writeAhead, place) }))
    // Without sync: LevelDB's log keeps the order of writes, so if this one is lost in a power failure the batches are still there.
    await database.write([...operations, ...deletes, newGeneration()], { sync: false })
    shelf.sealed(segment, batches)
    return true
  }

  const run = async () => {
    try {
      while (!stopped && (await paused(sealNext)));
    } catch (cause) {
      // What is not sealed is still safe, and still in memory.
      if (!stopped) onFailure(cause)
      stopped = true
    } finally {
      running = undefined
    }
  }
  const wake = () => {
    if (!stopped && shelf.tail.slots >= SEGMENT_EVENTS) running ??= run()
  }
  return {
    wake,
    async room() {
      if (shelf.tail.slots > MAX_UNSEALED * SEGMENT_EVENTS && !stopped) await running
    },
    async idle() {
      wake()
      await running
    },
    paused,
    seal,
    async close() {
      stopped = true
      await sealer.close()
      await running
      await turn
    },
  }
}
