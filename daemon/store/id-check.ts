import type { AuditEvent } from '../../protocol/event.js'
import { PACKED_SEGMENTS } from './gone-ids.js'
import { hashId } from './id-hash.js'
import { IdWindow } from './id-window.js'
import { SEGMENT_EVENTS } from './segment.js'

export interface IdCheck {
  /** The seq of the event with this id, if it is in the window; else remembers it as `seq`. `batch` holds events not committed yet. */
  claim(id: string, seq: number, batch: readonly AuditEvent[]): number | undefined
  /** Two words a slot, as a segment keeps them. */
  remember(hashes: ArrayLike<number>, firstSeq: number): void
}

/**
 * @param idAt The id stored at a seq; undefined where the event is gone. Then the
 *   hash alone decides: an id must stay known when retention took its event.
 */
export function openIdCheck(
  size: number,
  seed: number,
  idAt: (seq: number, batch: readonly AuditEvent[]) => string | undefined,
): IdCheck {
  // At a start packed ids come in the order of their hashes: each may lie a whole pack too far back.
  const window = new IdWindow(size + PACKED_SEGMENTS * SEGMENT_EVENTS)
  const hash = new Uint32Array(2)
  return {
    claim(id, seq, batch) {
      hashId(id, seed, hash)
      const [high, low] = [hash[0]!, hash[1]!]
      for (const candidate of window.find(high, low)) {
        const stored = idAt(candidate, batch)
        if (stored === undefined || stored === id) return candidate
      }
      window.add(high, low, seq)
      return undefined
    },
    remember(hashes, firstSeq) {
      for (let slot = 0; 2 * slot < hashes.length; slot++) {
        const [high, low] = [hashes[2 * slot]!, hashes[2 * slot + 1]!]
        // Of a lost event not even the hash is known.
        if (high !== 0 || low !== 0) window.add(high, low, firstSeq + slot)
      }
    },
  }
}
