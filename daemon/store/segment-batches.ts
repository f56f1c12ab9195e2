import type { Place } from './keys.js'
import { receivedAtMs, SEGMENT_EVENTS, type Segment } from './segment.js'
import { encodeWriteAhead } from './write-ahead.js'

/** One slot of a segment that is to be sealed anew: an event's row or a hole. */
export interface SlotRow {
  readonly row: Uint8Array
  readonly timestampMs: number
}

/** A segment's slots as the batches they came in, one for each receipt time. */
export function batchesOf(
  segment: Pick<Segment, 'place' | 'received'>,
  slots: readonly SlotRow[],
): { readonly place: Place; readonly value: Buffer }[] {
  const batches: { place: Place; value: Buffer }[] = []
  for (let from = 0; from < SEGMENT_EVENTS; ) {
    const seq = segment.place.seq + from
    const receivedMs = receivedAtMs(segment, seq)
    let to = from + 1
    while (to < SEGMENT_EVENTS && receivedAtMs(segment, segment.place.seq + to) === receivedMs) to++
    const part = slots.slice(from, to)
    const times = part.map(({ timestampMs }) => timestampMs)
    const rows = part.map(({ row }) => row)
    batches.push({ place: { receivedAtMs: receivedMs, seq }, value: encodeWriteAhead(times, rows) })
    from = to
  }
  return batches
}
