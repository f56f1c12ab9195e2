import type { AuditEvent } from '../../protocol/event.js'
import { hashId } from '../store/id-hash.js'
import { rowsBefore, SEGMENT_EVENTS, type Segment, seqOfRow } from '../store/segment.js'
import type { View } from '../store/trail.js'
import type { ColumnTerm, Plan } from './plan.js'

/** Rows of one part of the trail, a segment or the tail, that can match. */
export interface Selection {
  /** In seq order. */
  readonly rows: Uint16Array | Uint32Array
  /** Of every row of the part. */
  readonly timestampsMs: Float64Array
  /** Whether each row must still be asked by the plan's `matches`. */
  readonly residual: boolean
  seq(row: number): number
  events(rows: ArrayLike<number>): AuditEvent[]
}

/** Evaluates plans on the columns of segments; remembers what it learnt of dictionary values. */
export interface Selector {
  /** Which rows can match, as ones; undefined for all. `none` where no row can. Reads no timestamps unless they decide. */
  mask(segment: Segment): Uint8Array | undefined | 'none'
  /** The same as a selection; undefined where no row can. */
  select(segment: Segment): Selection | undefined
  readonly tail: Selection | undefined
}

export function selector(view: View, plan: Plan): Selector {
  const truths = plan.columns.map((term) => truthOf(view, term))
  const wantedIds = plan.ids === undefined ? undefined : hashesOf(plan.ids, view.idSeed)

  const mask = (segment: Segment): Uint8Array | undefined | 'none' => {
    const { place, rows, minMs, maxMs } = segment
    if (rows === 0 || maxMs < plan.sinceMs || minMs >= plan.untilMs) return 'none'
    if (place.seq > plan.toSeq || place.seq + SEGMENT_EVENTS <= plan.fromSeq) return 'none'
    let kept: Uint8Array | undefined
    for (const truth of truths) {
      const holds = truth(segment)
      if (holds === 'none') return 'none'
      if (holds === 'all') continue
      const ordinals = view.reader.ordinals(segment, holds.column)
      if (ordinals === undefined) continue
      if (kept === undefined) kept = new Uint8Array(rows).fill(1)
      for (let row = 0; row < rows; row++) kept[row]! &= holds.table[ordinals[row]!]!
    }
    if (minMs < plan.sinceMs || maxMs >= plan.untilMs) {
      kept ??= new Uint8Array(rows).fill(1)
      const times = view.reader.timestampsMs(segment)
      for (let row = 0; row < rows; row++) if (times[row]! < plan.sinceMs || times[row]! >= plan.untilMs) kept[row] = 0
    }
    if (place.seq < plan.fromSeq || place.seq + SEGMENT_EVENTS - 1 > plan.toSeq) {
      kept ??= new Uint8Array(rows).fill(1)
      kept.fill(0, 0, rowsBefore(segment, plan.fromSeq)).fill(0, rowsBefore(segment, plan.toSeq + 1))
    }
    if (wantedIds !== undefined) {
      const hashes = view.reader.idHashes(segment)
      const found = new Uint8Array(rows)
      for (let slot = 0; 2 * slot < hashes.length; slot++) {
        if (wantedIds.has(hashes[2 * slot]! * 2 ** 21 + (hashes[2 * slot + 1]! >>> 11))) {
          const row = rowsBefore(segment, place.seq + slot)
          if (row < rows) found[row] = kept === undefined ? 1 : kept[row]!
        }
      }
      kept = found
    }
    return kept
  }
  return {
    mask,
    select(segment) {
      const kept = mask(segment)
      if (kept === 'none') return undefined
      const rows = rowsOf(kept, segment.rows)
      if (rows.length === 0) return undefined
      const timestampsMs = view.reader.timestampsMs(segment)
      return {
        rows,
        timestampsMs,
        residual: plan.residual,
        seq: (row) => seqOfRow(segment, row),
        events: (wanted) => view.reader.events(segment, wanted),
      }
    },
    tail: selectTail(view, plan),
  }
}

function selectTail({ tail }: View, plan: Plan): Selection | undefined {
  const events: AuditEvent[] = []
  const times: number[] = []
  for (const batch of tail.batches.slice(0, tail.length)) {
    for (const [i, event] of batch.events.entries()) {
      if (!plan.matches(event)) continue
      events.push(event)
      times.push(batch.timestampsMs[i]!)
    }
  }
  if (events.length === 0) return undefined
  return {
    rows: Uint32Array.from(events.keys()),
    timestampsMs: Float64Array.from(times),
    residual: false,
    seq: (row) => events[row]!.seq,
    events: (wanted) => Array.from(wanted, (row) => events[row]!),
  }
}

type Truth = 'none' | 'all' | { readonly column: number; readonly table: Uint8Array }

/** Whether a term holds for each value of a segment; of a dictionary value it is asked once. */
function truthOf({ reader, dictionary }: View, { column, holds }: ColumnTerm): (segment: Segment) => Truth {
  let memo = new Int8Array(dictionary.size(column))
  const holdsId = (id: number): boolean => {
    if (id >= memo.length) {
      const longer = new Int8Array(2 * id + 16)
      longer.set(memo)
      memo = longer
    }
    if (memo[id] === 0) memo[id] = holds(dictionary.text(column, id)) ? 1 : -1
    return memo[id] === 1
  }
  return (segment) => {
    const { ids, counts, text } = reader.values(segment, column)
    const n = counts.length
    const table = new Uint8Array(n)
    let sum = 0
    for (let ordinal = 0; ordinal < n; ordinal++) {
      const held = ids === undefined ? holds(text(ordinal)) : holdsId(ids[ordinal]!)
      if (held) sum += table[ordinal] = 1
    }
    return sum === 0 ? 'none' : sum === n ? 'all' : { column, table }
  }
}

/** 53 bits are enough to choose rows; the id itself decides. */
function hashesOf(ids: readonly string[], seed: number): Set<number> {
  const hash = new Uint32Array(2)
  return new Set(
    ids.map((id) => {
      hashId(id, seed, hash)
      return hash[0]! * 2 ** 21 + (hash[1]! >>> 11)
    }),
  )
}

function rowsOf(mask: Uint8Array | undefined, count: number): Uint16Array {
  const rows = new Uint16Array(count)
  if (mask === undefined) {
    for (let row = 0; row < count; row++) rows[row] = row
    return rows
  }
  let n = 0
  for (let row = 0; row < count; row++) if (mask[row] === 1) rows[n++] = row
  return rows.subarray(0, n)
}
