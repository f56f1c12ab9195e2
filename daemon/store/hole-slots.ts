import type { Hole } from './row.js'
import type { Segment } from './segment.js'

/** A segment's holes by slot. Their id hashes are kept apart and stay as they are, so here they are zero. */
export function holesBySlot({ holes }: Segment, hashes: Buffer): Map<number, Hole> {
  const bySlot = new Map<number, Hole>()
  let at = 0
  for (const { start, length, reason } of holes) {
    for (let slot = start; slot < start + length; slot++, at += 32) {
      bySlot.set(slot, { reason, leafHash: hashes.subarray(at, at + 32), idHash: [0, 0] })
    }
  }
  return bySlot
}
