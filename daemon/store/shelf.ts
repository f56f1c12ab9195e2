import type { AuditEvent } from '../../protocol/event.js'
import type { Damage } from './damage.js'
import type { Database } from './database.js'
import type { Dictionary } from './dictionary.js'
import { treeRoot } from './merkle.js'
import { createOpenViews } from './open-views.js'
import type { Recovered } from './recover.js'
import { rowsBefore, SEGMENT_EVENTS, type Segment, seqOfRow } from './segment.js'
import { type SegmentCache, type SegmentReader, segmentReader } from './segment-reader.js'
import { Tail, type TailBatch } from './tail.js'
import type { Missing, View } from './trail.js'

/**
 * What is kept in memory of the trail: the catalogue of segments and the tail.
 * Lists are replaced, never changed, so that a view keeps what it saw. Whoever
 * changes them has written to disk first.
 */
export class Shelf {
  readonly dictionary: Dictionary
  readonly tail = new Tail()
  readonly openViews = createOpenViews()
  readonly #reader: SegmentReader
  #segments: readonly Segment[]
  #dropped: Recovered['dropped']
  readonly #lost: readonly Missing[]
  readonly #damaged: readonly Damage[]

  constructor(
    database: Database,
    { dictionary, segments, damaged, dropped, batches, lostSegments }: Recovered,
    cache: SegmentCache,
  ) {
    this.dictionary = dictionary
    this.#segments = segments
    this.#dropped = dropped
    this.#lost = lostSegments
    this.#damaged = damaged
    for (const batch of batches) this.tail.push(batch)
    this.#reader = segmentReader(database, dictionary, undefined, cache)
  }

  get segments(): readonly Segment[] {
    return this.#segments
  }

  get dropped(): Recovered['dropped'] {
    return this.#dropped
  }

  push(batch: TailBatch): void {
    this.tail.push(batch)
    this.#onBatch?.(batch)
  }

  replace(old: TailBatch, now: TailBatch): void {
    this.tail.replace(old, now)
    this.#onBatch?.(now)
  }

  /** The unsealed batches, and from now on each new or changed one. */
  share(onBatch: (batch: TailBatch) => void): readonly TailBatch[] {
    this.#onBatch = onBatch
    const { batches, length } = this.tail.view()
    return batches.slice(0, length)
  }
  #onBatch: ((batch: TailBatch) => void) | undefined

  get lostSegments(): readonly Missing[] {
    return this.#lost
  }

  /** First seq that is not sealed. */
  unsealedFrom(): number {
    const last = [this.#segments.at(-1)?.place.seq, this.#dropped.at(-1)?.from, this.#damaged.at(-1)?.from].reduce(
      (a: number, b = 0) => Math.max(a, b),
      0,
    )
    return last === 0 ? 1 : last + SEGMENT_EVENTS
  }

  /** As it is now; undefined where there is none. */
  segmentAt(firstSeq: number): Segment | undefined {
    return this.#segments.find(({ place }) => place.seq === firstSeq)
  }

  sealed(segment: Segment, batches: readonly TailBatch[]): void {
    this.#segments = [...this.#segments, segment]
    this.tail.remove(batches)
  }

  rewritten(old: Segment, now: Segment): void {
    this.#segments = this.#segments.map((segment) => (segment === old ? now : segment))
  }

  drop(segments: readonly Segment[]): void {
    const going = new Set(segments)
    this.#segments = this.#segments.filter((segment) => !going.has(segment))
    const gone = segments.map(
      ({ place, root }) =>
        ({ from: place.seq, to: place.seq + SEGMENT_EVENTS - 1, reason: 'retention', place, root }) as const,
    )
    this.#dropped = [...this.#dropped, ...gone].sort((a, b) => a.from - b.from)
  }

  /** Segments that are there, and cannot be read. */
  get damaged(): readonly Damage[] {
    return this.#damaged
  }

  view(): Pick<View, 'segments' | 'tail' | 'dropped' | 'dictionary'> {
    return {
      segments: this.#segments,
      tail: this.tail.view(),
      dropped: goneFrom(this.#dropped, this.#lost, this.#damaged),
      dictionary: this.dictionary,
    }
  }

  /** Size and root of the sealed tree: subtrees of whole segments, dropped ones included. */
  sealedTree(): { treeSize: number; root: Uint8Array } {
    if (this.#tree?.of !== this.#segments) {
      const subtrees = [...this.#segments, ...this.#dropped].sort((a, b) => a.place.seq - b.place.seq)
      this.#tree = {
        of: this.#segments,
        treeSize: subtrees.length * SEGMENT_EVENTS,
        root: treeRoot(subtrees.map(({ root }) => root)),
      }
    }
    return this.#tree
  }
  #tree: { readonly of: readonly Segment[]; readonly treeSize: number; readonly root: Uint8Array } | undefined

  eventAt(seq: number): AuditEvent | undefined {
    const segment = this.#segments.find(({ place }) => seq >= place.seq && seq < place.seq + SEGMENT_EVENTS)
    if (segment === undefined) return this.tail.eventAt(seq)
    const row = rowsBefore(segment, seq)
    if (row >= segment.rows || seqOfRow(segment, row) !== seq) return undefined
    return this.#reader.events(segment, [row])[0]
  }

  events(): number {
    return this.#segments.reduce((sum, { rows }) => sum + rows, 0) + this.tail.events
  }

  firstSeq(): number {
    const segment = this.#segments.find(({ rows }) => rows > 0)
    return segment === undefined ? (this.tail.firstSeq() ?? 0) : seqOfRow(segment, 0)
  }
}

/** Every stretch without events that can be read, in seq order. What is damaged counts as lost, until it is repaired. */
export function goneFrom(dropped: readonly Missing[], lost: readonly Missing[], damaged: readonly Damage[]): Missing[] {
  const unreadable = damaged.map(({ from, to }) => ({ from, to, reason: 'lost' }) as const)
  return [...dropped, ...lost, ...unreadable].sort((a, b) => a.from - b.from)
}
