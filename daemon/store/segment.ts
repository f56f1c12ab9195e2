import type { ColumnValues } from './column-values.js'
import type { Place } from './keys.js'
import type { HoleReason } from './row.js'

/** Events in a segment; segment k holds seqs 4096k+1 … 4096k+4096, hence is one Merkle subtree of height 12. */
export const SEGMENT_EVENTS = 4096
/** Distinct values of a column beyond which the segment keeps them itself, instead of in the trail-wide dictionary. */
export const MAX_SHARED_VALUES = 2048

/** Slots whose events are gone. A slot is the position in the segment: seq - first seq. */
export interface Holes {
  readonly start: number
  readonly length: number
  readonly reason: HoleReason
}

/** What is kept in memory of a sealed segment. Rows are the events still there, in seq order. */
export interface Segment {
  readonly place: Place
  readonly rows: number
  readonly minMs: number
  readonly maxMs: number
  readonly root: Uint8Array
  readonly holes: readonly Holes[]
  /** Slot from which on a receipt time holds. */
  readonly received: readonly { readonly slot: number; readonly atMs: number }[]
  /** How often it was rewritten with as many rows as before. */
  readonly revision: number
  /** By column number, for the columns kept in memory. */
  readonly values: readonly ColumnValues[]
}

export function encodeHeader(segment: Omit<Segment, 'values' | 'place'>): Buffer {
  const { rows, minMs, maxMs, root, holes, received, revision } = segment
  const header = Buffer.alloc(50 + 5 * holes.length + 2 + 10 * received.length + 2 + (revision > 0 ? 2 : 0))
  header.writeUInt16LE(rows, 0)
  header.writeDoubleLE(minMs, 2)
  header.writeDoubleLE(maxMs, 10)
  header.set(root, 18)
  let at = header.writeUInt16LE(holes.length, 50)
  for (const { start, length, reason } of holes) {
    at = header.writeUInt16LE(start, at)
    at = header.writeUInt16LE(length, at)
    at = header.writeUInt8(HOLE_REASONS.indexOf(reason), at)
  }
  at = header.writeUInt16LE(received.length, at)
  for (const { slot, atMs } of received) {
    at = header.writeUInt16LE(slot, at)
    at = header.writeDoubleLE(atMs, at)
  }
  if (revision > 0) header.writeUInt16LE(revision, at)
  return header
}

export function decodeHeader(header: Buffer): Omit<Segment, 'values' | 'place'> {
  const holes: Holes[] = []
  let at = 52
  for (let n = header.readUInt16LE(50); n > 0; n--, at += 5) {
    const reason = HOLE_REASONS[header.readUInt8(at + 4)] ?? 'lost'
    holes.push({ start: header.readUInt16LE(at), length: header.readUInt16LE(at + 2), reason })
  }
  const received: { slot: number; atMs: number }[] = []
  let n = header.readUInt16LE(at)
  for (at += 2; n > 0; n--, at += 10)
    received.push({ slot: header.readUInt16LE(at), atMs: header.readDoubleLE(at + 2) })
  return {
    rows: header.readUInt16LE(0),
    minMs: header.readDoubleLE(2),
    maxMs: header.readDoubleLE(10),
    root: Buffer.from(header.subarray(18, 50)),
    holes,
    received,
    revision: at < header.length ? header.readUInt16LE(at) : 0,
  }
}

const HOLE_REASONS: readonly HoleReason[] = ['retention', 'erased', 'lost']

/** The seq of each row: the slots that are no holes. */
export function seqOfRow({ place, holes }: Segment, row: number): number {
  let slot = row
  for (const { start, length } of holes) {
    if (start > slot) break
    slot += length
  }
  return place.seq + slot
}

/** How many rows lie before a seq. */
export function rowsBefore({ place, holes, rows }: Segment, seq: number): number {
  const slot = seq - place.seq
  if (slot <= 0) return 0
  let before = Math.min(slot, SEGMENT_EVENTS)
  for (const { start, length } of holes) before -= Math.max(0, Math.min(length, slot - start))
  return Math.min(before, rows)
}

export function receivedAtMs({ place, received }: Pick<Segment, 'place' | 'received'>, seq: number): number {
  const slot = seq - place.seq
  let [low, high] = [0, received.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (received[middle]!.slot <= slot) low = middle
    else high = middle - 1
  }
  return received[low]?.atMs ?? place.receivedAtMs
}
