import type { AuditEvent } from '../../protocol/event.js'
import { BLOCK_ROWS } from '../store/block.js'
import { damageIn } from '../store/damage.js'
import { type Segment, seqOfRow } from '../store/segment.js'
import type { View } from '../store/trail.js'

/** The events of rows of a segment, all at once; where that fails, block by block, so that one that cannot be read takes no other along. */
export function readableEvents({ reader, leftOut }: View, segment: Segment, rows: ArrayLike<number>): AuditEvent[] {
  try {
    return reader.events(segment, rows)
  } catch (error) {
    damageIn(error)
  }
  const events: AuditEvent[] = []
  for (let from = 0, to = 0; from < rows.length; from = to) {
    const block = Math.floor(rows[from]! / BLOCK_ROWS)
    while (to < rows.length && Math.floor(rows[to]! / BLOCK_ROWS) === block) to++
    const seqs = {
      from: seqOfRow(segment, block * BLOCK_ROWS),
      to: seqOfRow(segment, Math.min((block + 1) * BLOCK_ROWS, segment.rows) - 1),
    }
    const part = Array.prototype.slice.call(rows, from, to) as number[]
    events.push(...leftOut.attempt(seqs, () => reader.events(segment, part), []))
  }
  return events
}
