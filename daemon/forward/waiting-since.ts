import type { FollowContext } from '../follow/pieces-after.js'
import { seqsOf } from '../store/damage.js'
import { receivedAtMs } from '../store/segment.js'

/** When the first event behind a seq was received, or at the latest. */
export function waitingSinceMs(trail: FollowContext['trail'], seq: number): number {
  const recent = trail.recent(seq)
  if (recent !== undefined) return recent[0]?.place.receivedAtMs ?? trail.lastReceivedAtMs
  // While the data is opened anew there is no view of it.
  if (!trail.writable) return trail.lastReceivedAtMs
  const view = trail.view()
  try {
    const segment = view.segments.find((segment) => segment.rows > 0 && seqsOf(segment).to > seq)
    if (segment !== undefined) return receivedAtMs(segment, Math.max(segment.place.seq, seq + 1))
    return view.tail.batches[0]?.place.receivedAtMs ?? trail.lastReceivedAtMs
  } finally {
    void view.close()
  }
}
