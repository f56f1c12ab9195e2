import type { AuditEvent } from '../../protocol/event.js'
import type { SeqRange } from '../../protocol/request.js'
import { BLOCK_ROWS } from './block.js'
import { isUnknown } from './check-segment.js'
import { damageIn, merged } from './damage.js'
import { holesBySlot } from './hole-slots.js'
import { encodeHole, encodeRow, type HoleReason } from './row.js'
import { type SealedSegment, sealSegment, withRoot } from './seal.js'
import { SEGMENT_EVENTS, type Segment } from './segment.js'
import { batchesOf, type SlotRow } from './segment-batches.js'
import type { SegmentReader } from './segment-reader.js'
import { decodeWriteAhead } from './write-ahead.js'

export interface Salvaged {
  readonly sealed: SealedSegment
  /** What was there and could not be read. */
  readonly lost: readonly SeqRange[]
}

/**
 * A damaged segment, sealed anew from the blocks that can be read. What cannot is a
 * hole; its id is forgotten, so that it may be sent again. The root stays.
 */
export function salvageSegment(reader: SegmentReader, segment: Segment, idSeed: number): Salvaged {
  const events = new Map<number, AuditEvent>()
  for (let first = 0; first < segment.rows; first += BLOCK_ROWS) {
    const rows = Array.from({ length: Math.min(BLOCK_ROWS, segment.rows - first) }, (_, i) => first + i)
    for (const event of attempt(() => reader.events(segment, rows)) ?? []) events.set(event.seq, event)
  }
  const leaves = attempt(() => holesBySlot(segment, reader.holeHashes(segment)))
  const ids = attempt(() => reader.idHashes(segment))
  const reasons = reasonsOf(segment)
  const lost: SeqRange[] = []
  const slots = Array.from({ length: SEGMENT_EVENTS }, (_, slot): SlotRow => {
    const seq = segment.place.seq + slot
    const event = events.get(seq)
    if (event !== undefined) return { row: Buffer.from(encodeRow(event)), timestampMs: Date.parse(event.timestamp) }
    const reason = reasons.get(slot)
    if (reason === undefined) lost.push({ from: seq, to: seq })
    const known = reason !== undefined && reason !== 'lost'
    const idHash = known ? ([ids?.[2 * slot] ?? 0, ids?.[2 * slot + 1] ?? 0] as const) : NO_ID
    return { row: hole(reason ?? 'lost', leaves?.get(slot)?.leafHash, idHash), timestampMs: 0 }
  })
  return { sealed: withRoot(seal(segment, slots, idSeed), segment.root), lost: merged(lost) }
}

const NO_ID = [0, 0] as const
const UNKNOWN_LEAF = new Uint8Array(32)

function hole(reason: HoleReason, leafHash: Uint8Array | undefined, idHash: readonly [number, number]): Buffer {
  const leaf = leafHash === undefined || isUnknown(leafHash) ? UNKNOWN_LEAF : leafHash
  return encodeHole({ reason, leafHash: leaf, idHash })
}

function seal(segment: Pick<Segment, 'place' | 'received'>, slots: readonly SlotRow[], idSeed: number): SealedSegment {
  const batches = batchesOf(segment, slots).map(({ place, value }) => decodeWriteAhead(value, place))
  return sealSegment(batches, idSeed)
}

function reasonsOf({ holes }: Segment): Map<number, HoleReason> {
  return new Map(
    holes.flatMap(({ start, length, reason }) =>
      Array.from({ length }, (_, i): [number, HoleReason] => [start + i, reason]),
    ),
  )
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    damageIn(error)
    return undefined
  }
}
