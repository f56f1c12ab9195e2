import { BLOCK_ROWS } from '../store/block.js'
import { seqsOf } from '../store/damage.js'
import { seqOfRow } from '../store/segment.js'
import type { Context, Verified } from './context.js'

/** The checksums of one segment's columns and blocks. What the parts say together is for `audit-traild check`. */
export async function verify({ trail }: Context, from: number): Promise<Verified> {
  const view = await trail.view()
  try {
    const at = view.segments.findIndex(({ place }) => place.seq >= from)
    const segment = view.segments[at]
    if (segment === undefined) return { bytes: 0, damaged: 0 }
    const { reader, leftOut } = view
    let bytes = leftOut.attempt(seqsOf(segment), () => reader.verifyColumns(segment), 0)
    for (let first = 0; first < segment.rows; first += BLOCK_ROWS) {
      const last = Math.min(first + BLOCK_ROWS, segment.rows) - 1
      const seqs = { from: seqOfRow(segment, first), to: seqOfRow(segment, last) }
      bytes += leftOut.attempt(seqs, () => reader.verifyBlock(segment, first / BLOCK_ROWS), 0)
    }
    const whole = seqsOf(segment)
    const damaged = (leftOut.within(whole.from, whole.to).damaged ?? []).reduce(
      (sum, range) => sum + range.to - range.from + 1,
      0,
    )
    const next = view.segments[at + 1]?.place.seq
    return { bytes, damaged, ...(next !== undefined && { next }) }
  } finally {
    await view.close()
  }
}
