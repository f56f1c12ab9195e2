import type { AuditEvent } from '../../protocol/event.js'
import { formatTime } from '../../protocol/time.js'
import { decodeRow, encodeRow } from '../store/row.js'
import type { Selection } from './select.js'

/** A row that has its place in the answer, and is not read yet. */
export interface Picked {
  readonly selection: Selection
  readonly row: number
}

/** Of events that wait in their packed form. */
const MAX_WAITING_BYTES = 32 * 1024 * 1024

/**
 * The events of picked rows in their order, at most `chunk` a step; without those
 * that cannot be read. More rows than a chunk are read part by part first, so that a
 * block in which many of them lie far apart is inflated once and not for each; until
 * their turn they wait packed. Where even so they take too much, half of them is
 * tried.
 */
export function* eventsOf(picked: readonly Picked[], chunk: number): Generator<readonly AuditEvent[]> {
  if (picked.length <= chunk) {
    const events = new Array<AuditEvent | undefined>(picked.length)
    for (const read of parts(picked)) for (const [i, event] of read()) events[i] = event
    yield events.filter((event) => event !== undefined)
    return
  }
  // Few and large objects: many small ones that wait would cost more than what they save.
  const packs: Buffer[] = []
  const [packOf, starts, ends] = [
    new Int32Array(picked.length).fill(-1),
    new Uint32Array(picked.length),
    new Uint32Array(picked.length),
  ]
  const receivedAt = new Array<string | undefined>(picked.length)
  let bytes = 0
  for (const read of parts(picked)) {
    const rows: Buffer[] = []
    let end = 0
    for (const [i, event] of read()) {
      const row = Buffer.from(encodeRow(event))
      receivedAt[i] = event.receivedAt
      rows.push(row)
      packOf[i] = packs.length
      starts[i] = end
      end += row.length
      ends[i] = end
    }
    packs.push(Buffer.concat(rows))
    bytes += end
    if (bytes > MAX_WAITING_BYTES) {
      const half = picked.length >> 1
      yield* eventsOf(picked.slice(0, half), chunk)
      yield* eventsOf(picked.slice(half), chunk)
      return
    }
    yield []
  }
  for (let from = 0; from < picked.length; from += chunk) {
    const events: AuditEvent[] = []
    for (let i = from; i < Math.min(from + chunk, picked.length); i++) {
      const bytes = packs[packOf[i]!]
      if (bytes === undefined) continue
      const { selection, row } = picked[i]!
      const timestamp = formatTime(selection.timestampsMs[row]!)
      events.push(decodeRow(bytes.subarray(starts[i], ends[i]), selection.seq(row), timestamp, receivedAt[i]!))
    }
    yield events
  }
}

/** For each part of the trail how to read its rows: events by their place in `picked`. */
function parts(picked: readonly Picked[]): (() => [number, AuditEvent][])[] {
  const places = new Map<Selection, number[]>()
  for (const [i, { selection }] of picked.entries()) {
    const list = places.get(selection)
    if (list === undefined) places.set(selection, [i])
    else list.push(i)
  }
  return [...places].map(([selection, indexes]) => () => {
    const found = selection.events(indexes.map((i) => picked[i]!.row))
    let n = 0
    return indexes.flatMap((i): [number, AuditEvent][] => {
      const event = found[n]
      if (event === undefined || event.seq !== selection.seq(picked[i]!.row)) return []
      n++
      return [[i, event]]
    })
  })
}
