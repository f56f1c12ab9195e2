import { randomFillSync } from 'node:crypto'
import { v7 } from 'uuid'

/** Asking the system for every sixteen bytes takes longer than all else of admitting an event. */
const POOL = Buffer.alloc(16 * 512)
let used = POOL.length
let msecs = 0
let seq = 0

/** A UUID version 7, above those before it. */
export function newId(): string {
  const random = sixteenBytes()
  const nowMs = Date.now()
  // Its highest bit is left, so that there is room to count on within a millisecond.
  seq = nowMs > msecs ? random.readUInt32BE(6) >>> 1 : seq + 1
  msecs = Math.max(msecs, nowMs)
  return v7({ random, msecs, seq })
}

function sixteenBytes(): Buffer {
  if (used === POOL.length) {
    randomFillSync(POOL)
    used = 0
  }
  used += 16
  return POOL.subarray(used - 16, used)
}
