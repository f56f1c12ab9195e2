import type { AuditEvent } from '../../protocol/event.js'
import { formatTime } from '../../protocol/time.js'
import type { Place } from './keys.js'
import { decodeRow, type HoleReason, holeOf } from './row.js'
import type { WriteAhead } from './write-ahead.js'

/** One committed batch that is not sealed yet. */
export interface TailBatch {
  readonly place: Place
  /** Slots it takes, holes included. */
  readonly slots: number
  readonly events: readonly AuditEvent[]
  /** Of each event. */
  readonly timestampsMs: Float64Array
  /** Why the other slots are empty, by seq. */
  readonly holes?: ReadonlyMap<number, HoleReason>
  /** The write-ahead value, without its checksum. */
  readonly value: Buffer
}

/** The tail as of one moment: batches are only ever appended behind `length`. */
export interface TailView {
  readonly batches: readonly TailBatch[]
  readonly length: number
}

/** The newest events, in memory from their commit until they are sealed. */
export class Tail {
  #batches: TailBatch[] = []
  #events = 0
  #slots = 0

  push(batch: TailBatch): void {
    this.#batches.push(batch)
    this.#events += batch.events.length
    this.#slots += batch.slots
  }

  get events(): number {
    return this.#events
  }

  /** Events and holes. */
  get slots(): number {
    return this.#slots
  }

  firstSeq(): number | undefined {
    return this.#batches.find(({ events }) => events.length > 0)?.events[0]?.seq
  }

  eventAt(seq: number): AuditEvent | undefined {
    return this.#batches[this.#indexOf(seq)]?.events.find((event) => event.seq === seq)
  }

  /** From the batch that holds this seq on. */
  from(seq: number): readonly TailBatch[] {
    return this.#batches.slice(this.#indexOf(seq))
  }

  #indexOf(seq: number): number {
    let [low, high] = [0, this.#batches.length - 1]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#batches[middle]!.place.seq <= seq) low = middle
      else high = middle - 1
    }
    return low
  }

  view(): TailView {
    return { batches: this.#batches, length: this.#batches.length }
  }

  /** The batches that make up the segment from `firstSeq`, if all of it is there. */
  segment(firstSeq: number, slots: number): readonly TailBatch[] | undefined {
    const from = this.#batches.findIndex(({ place }) => place.seq >= firstSeq)
    if (from < 0) return undefined
    let to = from
    for (let seq = firstSeq; seq < firstSeq + slots; to++) {
      const batch = this.#batches[to]
      if (batch === undefined) return undefined
      seq += batch.slots
    }
    return this.#batches.slice(from, to)
  }

  /** Forgets batches that are sealed. Views made before keep them. */
  remove(sealed: readonly TailBatch[]): void {
    const gone = new Set(sealed)
    this.#batches = this.#batches.filter((batch) => !gone.has(batch))
    for (const { events, slots } of sealed) {
      this.#events -= events.length
      this.#slots -= slots
    }
  }

  replace(old: TailBatch, now: TailBatch): void {
    this.#batches = this.#batches.map((batch) => (batch === old ? now : batch))
    this.#events += now.events.length - old.events.length
  }
}

/** A batch read back from disk. */
export function tailBatch({ receivedAtMs, firstSeq, timestampsMs, rows }: WriteAhead, value: Buffer): TailBatch {
  const receivedAt = formatTime(receivedAtMs)
  const events: AuditEvent[] = []
  const times: number[] = []
  const holes = new Map<number, HoleReason>()
  for (const [i, row] of rows.entries()) {
    const hole = holeOf(row)
    if (hole !== undefined) {
      holes.set(firstSeq + i, hole.reason)
      continue
    }
    const timestampMs = timestampsMs[i]!
    events.push(decodeRow(row, firstSeq + i, formatTime(timestampMs), receivedAt))
    times.push(timestampMs)
  }
  const place = { receivedAtMs, seq: firstSeq }
  return { place, slots: rows.length, events, timestampsMs: Float64Array.from(times), holes, value }
}
