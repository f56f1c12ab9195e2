import type { AuditEvent } from '../../protocol/event.js'
import { rowsBefore, SEGMENT_EVENTS, seqOfRow } from '../store/segment.js'
import type { Context } from './context.js'
import { cutoffMs } from './moment.js'
import { readableEvents } from './readable-events.js'

/** The events of these seqs, in seq order; without those that are gone, too old to be shown or cannot be read. */
export async function eventsAt(context: Context, seqs: readonly number[]): Promise<AuditEvent[]> {
  const view = await context.trail.view()
  try {
    const wanted = new Set(seqs)
    const bySegment = new Map<number, number[]>()
    for (const seq of wanted) {
      const first = seq - ((seq - 1) % SEGMENT_EVENTS)
      bySegment.set(first, [...(bySegment.get(first) ?? []), seq])
    }
    const sealed = view.segments.flatMap((segment) => {
      const rows = (bySegment.get(segment.place.seq) ?? []).flatMap((seq) => {
        const row = rowsBefore(segment, seq)
        return row < segment.rows && seqOfRow(segment, row) === seq ? [row] : []
      })
      return rows.length === 0
        ? []
        : readableEvents(
            view,
            segment,
            rows.toSorted((a, b) => a - b),
          )
    })
    const { batches, length } = view.tail
    const unsealed = batches.slice(0, length).flatMap(({ events }) => events.filter(({ seq }) => wanted.has(seq)))
    const sinceMs = cutoffMs(context)
    return [...sealed, ...unsealed]
      .filter(({ timestamp }) => Date.parse(timestamp) >= sinceMs)
      .sort((a, b) => a.seq - b.seq)
  } finally {
    await view.close()
  }
}
