import type { Draft } from '../../protocol/event.js'
import type { Backup } from '../../protocol/request.js'
import type { Archive } from './archive.js'
import type { BackupRequest } from './backup.js'
import type { Damage, LeftOut } from './damage.js'
import type { Dictionary } from './dictionary.js'
import type { ArchiveErasure, Erasure } from './erase.js'
import type { SharedBatch, SharedTrail } from './mirror.js'
import type { Records } from './records.js'
import type { HoleReason } from './row.js'
import type { Segment } from './segment.js'
import type { SegmentReader } from './segment-reader.js'
import type { Writer } from './store.js'
import type { TailBatch, TailView } from './tail.js'

/** A stretch of seqs that is no longer there. */
export interface Missing {
  readonly from: number
  readonly to: number
  readonly reason: HoleReason
}

/** The whole trail as of one moment: what is asked of a view always gives the same answer. */
export interface View {
  readonly lastSeq: number
  /** In seq order. */
  readonly segments: readonly Segment[]
  readonly tail: TailView
  readonly dictionary: Dictionary
  readonly reader: SegmentReader
  /** Seed of the id hashes. */
  readonly idSeed: number
  /** Whole segments that are gone or cannot be read, in seq order. */
  readonly dropped: readonly Missing[]
  /** What cannot be read: known so before, and found so by who reads this view. */
  readonly leftOut: LeftOut
  /** Must be called; idempotent. */
  close(): Promise<void>
}

/** The store, open. One writer, any number of views and followers. */
export interface Trail extends Writer {
  /** A UUID made with the data. */
  readonly id: string
  /** New after a restore, a repair or a detected loss: seqs of another epoch mean nothing here. */
  readonly epoch: string
  /** Last acknowledged seq; 0 in an empty trail. */
  readonly lastSeq: number
  /** First seq still there; 0 where there is none. */
  readonly firstSeq: number
  /** Events still there. */
  readonly events: number
  readonly lastReceivedAtMs: number
  /** Sealed. */
  readonly segments: number
  /** Positions behind the last sealed segment, which are kept in memory, too. */
  readonly unsealed: number
  readonly records: Records
  /** What needs attention, in words. */
  readonly problems: readonly string[]
  /** Takes note of what a reader could not read. Told, and recorded as an event, once. */
  noteDamage(damage: Damage): void
  /** False after a failed write: reads go on. */
  readonly writable: boolean
  view(): View
  /** Everything after `seq`, if all of it is still in memory: batches from the one that holds `seq` + 1. */
  recent(seq: number): readonly TailBatch[] | undefined
  /** Resolves with the last seq once it is beyond `seq`; rejects with the signal's reason. */
  past(seq: number, signal: AbortSignal): Promise<number>
  /** For one other thread that reads by itself: how to open the same data. */
  share(reader: SharedReader): SharedTrail
  /** Resolves when everything that can be sealed is. */
  idle(): Promise<void>
  /** Removes every event older than `cutoffMs`, a few segments or a batch a step; what is removed leaves its hash, and is in the archive before. */
  prune(cutoffMs: number, signal: AbortSignal, archive?: Archive): AsyncIterable<PruneStep>
  /** Makes of events up to `through` what `form` makes of them; see `erase`. */
  erase(erasure: Erasure, signal: AbortSignal): AsyncIterable<number>
  /** Rewrites each file of an archive while retention leaves it alone; see `eraseArchive`. */
  eraseArchive(path: string, erasure: ArchiveErasure, signal: AbortSignal): Promise<void>
  /** Resolves when every view that is open now has closed. */
  viewsClosed(): Promise<void>
  /** Gives back the disk space of what was removed. Reads and writes go on meanwhile. */
  reclaim(): Promise<void>
  /** The same, until no file holds what was overwritten; see `scour`. */
  scour(): Promise<void>
  /** Events older than `cutoffMs`, at most: whole segments count whole. */
  prunable(cutoffMs: number): number
  diskBytes(): Promise<number>
  /** A copy as of now in a new folder, while everything else goes on; see `backUp`. */
  backup(request: BackupRequest, onProgress: (events: number) => void, signal: AbortSignal): Promise<Backup>
  /** Writes what was accepted, refuses the rest. Idempotent. */
  close(): Promise<void>
}

/** Who reads in another thread. */
export interface SharedReader {
  /** Told of every batch from now on. */
  push(batch: SharedBatch): void
  /** Resolves when its handle is closed. */
  suspend(): Promise<void>
  resume(shared: SharedTrail): void
}

export interface PruneStep {
  readonly removed: number
  readonly done: number
  readonly of: number
}

export interface Loss {
  readonly from: number
  readonly to: number
  readonly epoch: string
  readonly problem?: string
}

export interface TrailOptions {
  /** The data folder; made with mode 0700 where it is missing. */
  readonly path: string
  readonly now: () => number
  /** Newest ids that are remembered for the duplicate check. */
  readonly dedupeIds: number
  /** Told of each problem when it is noticed. */
  readonly onProblem: (problem: string) => void
  /** The draft of the event that records a loss found at start or, where there is a `problem`, what cannot be read. */
  readonly lossDraft: (loss: Loss) => Draft
  readonly timings?: Timings
}

/** Told how long work on the disk took, in milliseconds. */
export interface Timings {
  /** One commit, up to the end of its fsync. */
  readonly onSynced: (tookMs: number) => void
  /** One segment, from the tail to its sealed form; two may be under way. */
  readonly onSealed: (tookMs: number) => void
}
