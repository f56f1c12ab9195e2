import type { DestinationSettings } from '../../protocol/destination-settings.js'
import type { FollowContext } from '../follow/pieces-after.js'
import { seqsOf } from '../store/damage.js'
import type { View } from '../store/trail.js'

/** For whom retention waits, and since when what it must not remove. */
export interface Hold {
  readonly destination: string
  readonly fromMs: number
}

/** Of the destinations that want it, those with events before `cutoffMs` that are still to come. */
export function holdsAt(
  trail: FollowContext['trail'],
  destinations: readonly { readonly settings: DestinationSettings; readonly cursor: number }[],
  cutoffMs: number,
): Hold[] {
  const wanting = destinations.filter(({ settings }) => (settings.holdRetentionMs ?? 0) > 0)
  if (wanting.length === 0) return []
  const view = trail.view()
  try {
    return wanting.flatMap(({ settings: { name, holdRetentionMs = 0 }, cursor }) => {
      const fromMs = Math.max(oldestAfter(view, cursor), cutoffMs - holdRetentionMs)
      return fromMs < cutoffMs ? [{ destination: name, fromMs }] : []
    })
  } finally {
    void view.close()
  }
}

/** The earliest timestamp behind a seq, or one before it; Infinity where nothing is there. */
function oldestAfter({ segments, tail }: View, seq: number): number {
  const sealed = segments.filter((segment) => segment.rows > 0 && seqsOf(segment).to > seq).map(({ minMs }) => minMs)
  const batches = tail.batches.slice(0, tail.length).filter(({ place, slots }) => place.seq + slots - 1 > seq)
  const unsealed = batches.flatMap(({ timestampsMs }) => [...timestampsMs])
  return [...sealed, ...unsealed].reduce((oldest, ms) => Math.min(oldest, ms), Number.POSITIVE_INFINITY)
}
