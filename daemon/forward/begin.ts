import { TrailError } from '../../protocol/error.js'
import { parseTime } from '../../protocol/time.js'
import type { FollowContext } from '../follow/pieces-after.js'

/** The seq behind which a destination begins: at the `start` of the trail, `now`, or what was received at a time or later. */
export async function beginOf(from: string, { trail, now }: FollowContext): Promise<number> {
  if (from === 'now') return trail.lastSeq
  if (from === 'start') return trail.firstSeq === 0 ? trail.lastSeq : trail.firstSeq - 1
  const atMs = parseTime(from)
  if (atMs === undefined || atMs > now()) {
    const problem = atMs === undefined ? 'must be start, now or an RFC 3339 time' : 'must not lie ahead'
    throw new TrailError('invalid-request', `Cannot create the destination: from ${problem}`, { field: 'from' })
  }
  const view = trail.view()
  try {
    for (const { place, received } of view.segments) {
      const slot = received.find((run) => run.atMs >= atMs)?.slot
      if (slot !== undefined) return place.seq + slot - 1
      if (place.receivedAtMs >= atMs) return place.seq - 1
    }
    const batches = view.tail.batches.slice(0, view.tail.length)
    return (batches.find(({ place }) => place.receivedAtMs >= atMs)?.place.seq ?? view.lastSeq + 1) - 1
  } finally {
    await view.close()
  }
}
