import { ERASURE_ACTION } from '../../protocol/erase.js'
import type { AuditEvent } from '../../protocol/event.js'
import type { Finding } from './check.js'
import { damageIn } from './damage.js'
import type { Recovered } from './recover.js'
import { rowsBefore, SEGMENT_EVENTS, seqOfRow } from './segment.js'
import type { SegmentReader } from './segment-reader.js'

/** The events in which somebody was erased, and whether the trail tells of it: content that was merely replaced has nobody who did that. */
export class Erasures {
  count = 0
  /** By the event that tells, seqs of one or more that it stands for. */
  readonly #examples = new Map<number, number>()

  note({ seq, erased }: AuditEvent): void {
    this.count++
    if (!this.#examples.has(erased!.by)) this.#examples.set(erased!.by, seq)
  }

  findings(found: Recovered, reader: SegmentReader): Finding[] {
    return [...this.#examples].flatMap(([by, seq]): Finding[] => {
      const teller = eventAt(by, found, reader)
      const isTold = teller === 'gone' || teller?.action === ERASURE_ACTION
      return isTold
        ? []
        : [{ file: 'db', from: seq, to: seq, problem: `It was replaced, and no event tells of an erasure at ${by}` }]
    })
  }
}

/** Retention may have taken it, or damage that is told elsewhere. */
function eventAt(
  seq: number,
  { segments, batches, lastSeq }: Recovered,
  reader: SegmentReader,
): AuditEvent | 'gone' | undefined {
  if (seq > lastSeq) return undefined
  const segment = segments.find(({ place }) => seq >= place.seq && seq < place.seq + SEGMENT_EVENTS)
  if (segment === undefined) return batches.flatMap(({ events }) => events).find((event) => event.seq === seq) ?? 'gone'
  const row = rowsBefore(segment, seq)
  if (row >= segment.rows || seqOfRow(segment, row) !== seq) return 'gone'
  try {
    return reader.events(segment, [row])[0]
  } catch (error) {
    damageIn(error)
    return 'gone'
  }
}
