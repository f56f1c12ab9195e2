import type { AuditEvent } from '../../protocol/event.js'
import type { OnProgress } from '../../protocol/progress.js'
import { seqsOf } from '../store/damage.js'
import type { Dictionary } from '../store/dictionary.js'
import { hashId } from '../store/id-hash.js'
import { rowsBefore, SEGMENT_EVENTS, type Segment, seqOfRow } from '../store/segment.js'
import type { StoredRows } from '../store/segment-reader.js'
import type { View } from '../store/trail.js'
import type { ColumnTerm, Plan } from './plan.js'
import { progressOf } from './progress.js'
import { readableEvents } from './readable-events.js'
import { textRows } from './text-rows.js'

/** Rows of one part of the trail, a segment or the tail, that can match. */
export interface Selection {
  /** In seq order. */
  readonly rows: Uint16Array | Uint32Array
  /** Of every row of the part. */
  readonly timestampsMs: Float64Array
  /** Whether each row must still be asked by the plan's `matches`. */
  readonly residual: boolean
  seq(row: number): number
  /** In the order of the rows; without those that cannot be read. */
  events(rows: ArrayLike<number>): AuditEvent[]
  /** The same as they are stored, where they are sealed. Throws `damaged`, also while they are gone through. */
  stored?(rows: ArrayLike<number>): StoredRows
}

/** Evaluates plans on the columns of segments; remembers what it learnt of dictionary values. What cannot be read is left out of the view. */
export interface Selector {
  /** Which rows can match, in seq order; `all` or `none` where that is so. Reads no timestamps unless they decide. */
  rows(segment: Segment): Uint16Array | 'all' | 'none'
  /** The same as a selection; undefined where no row can. */
  select(segment: Segment): Selection | undefined
  /** Made when it is asked for. */
  readonly tail: Selection | undefined
}

/** @param onProgress Told how much of the trail was selected from. */
export function selector(view: View, plan: Plan, onProgress?: OnProgress): Selector {
  const lookedAt = progressOf(view, onProgress)
  const truths = plan.columns.map((term) => truthOf(view, term))
  const texts = plan.needles.map((needles) => textRows(view, needles))
  let tail: { readonly selection: Selection | undefined } | undefined
  const wantedIds = plan.ids === undefined ? undefined : hashesOf(plan.ids, view.idSeed)

  const rowsOf = (segment: Segment): Uint16Array | 'all' | 'none' => {
    const { place, minMs, maxMs } = segment
    if (segment.rows === 0 || maxMs < plan.sinceMs || minMs >= plan.untilMs) return 'none'
    if (place.seq > plan.toSeq || place.seq + SEGMENT_EVENTS <= plan.fromSeq) return 'none'
    const tables: Table[] = []
    for (const truth of truths) {
      const held = truth(segment)
      if (held === 'none') return 'none'
      if (held !== 'all') tables.push(held)
    }
    // The rarest first: the others then look at its rows alone.
    tables.sort((a, b) => a.count - b.count)
    let kept: Uint16Array | undefined
    for (const table of tables) {
      const ordinals = view.reader.ordinals(segment, table.column)
      if (ordinals === undefined) continue
      kept = kept === undefined ? rowsWith(ordinals, table) : keptWith(kept, ordinals, table)
      if (kept.length === 0) return 'none'
    }
    const everyRow = () => Uint16Array.from({ length: segment.rows }, (_, row) => row)
    if (minMs < plan.sinceMs || maxMs >= plan.untilMs) {
      const times = view.reader.timestampsMs(segment)
      kept = (kept ?? everyRow()).filter((row) => times[row]! >= plan.sinceMs && times[row]! < plan.untilMs)
    }
    if (place.seq < plan.fromSeq || place.seq + SEGMENT_EVENTS - 1 > plan.toSeq) {
      const [from, end] = [rowsBefore(segment, plan.fromSeq), rowsBefore(segment, plan.toSeq + 1)]
      kept = (kept ?? everyRow()).filter((row) => row >= from && row < end)
    }
    if (wantedIds !== undefined) {
      const found = rowsWithIds(segment, view.reader.idHashes(segment), wantedIds)
      kept = (kept ?? everyRow()).filter((row) => found.has(row))
    }
    return kept === undefined ? 'all' : kept.length === 0 ? 'none' : kept
  }
  const rows = (segment: Segment) => {
    lookedAt(segment)
    return view.leftOut.attempt(seqsOf(segment), () => rowsOf(segment), 'none')
  }
  return {
    rows,
    select(segment) {
      const found = rows(segment)
      if (found === 'none') return undefined
      const timestampsMs = view.leftOut.attempt(seqsOf(segment), () => view.reader.timestampsMs(segment), undefined)
      if (timestampsMs === undefined) return undefined
      const every = found === 'all' ? Uint16Array.from({ length: segment.rows }, (_, row) => row) : found
      const kept = texts.reduce((kept, rowsOf) => rowsOf(segment, kept), every)
      if (kept.length === 0) return undefined
      return {
        rows: kept,
        timestampsMs,
        residual: plan.residual,
        seq: (row) => seqOfRow(segment, row),
        events: (wanted) => readableEvents(view, segment, wanted),
        stored: (wanted) => view.reader.stored(segment, wanted),
      }
    },
    get tail() {
      tail ??= { selection: selectTail(view, plan) }
      return tail.selection
    },
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

/** Which values of a column of a segment a term holds for, and how many rows have one of them. */
interface Table {
  readonly column: number
  /** By ordinal, 1 or 0. */
  readonly holds: Uint8Array
  readonly values: number
  readonly count: number
}

/** Of a dictionary value a term is asked once. */
function truthOf(
  { reader, dictionary }: View,
  { column, holds }: ColumnTerm,
): (segment: Segment) => Table | 'all' | 'none' {
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
  const only = onlyId(dictionary, column, holds)
  return (segment) => {
    const { ids, counts, text } = reader.values(segment, column)
    if (ids !== undefined && only !== undefined) {
      const ordinal = ids.indexOf(only)
      if (ordinal === -1) return 'none'
      if (counts.length === 1) return 'all'
      const table = new Uint8Array(counts.length)
      table[ordinal] = 1
      return { column, holds: table, values: 1, count: counts[ordinal]! }
    }
    const table = new Uint8Array(counts.length)
    let [values, count] = [0, 0]
    for (let ordinal = 0; ordinal < counts.length; ordinal++) {
      if (ids === undefined ? !holds(text(ordinal)) : !holdsId(ids[ordinal]!)) continue
      table[ordinal] = 1
      values++
      count += counts[ordinal]!
    }
    return values === 0 ? 'none' : values === counts.length ? 'all' : { column, holds: table, values, count }
  }
}

/** Values of a column of which all are asked before any segment is looked at. */
const FEW_VALUES = 1000

/** The one id of the dictionary that a term holds for: looking for it is quicker than asking of each value of a segment. */
function onlyId(dictionary: Dictionary, column: number, holds: ColumnTerm['holds']): number | undefined {
  const size = dictionary.size(column)
  if (size > FEW_VALUES) return undefined
  let found: number | undefined
  for (let id = 0; id < size; id++) {
    if (!holds(dictionary.text(column, id))) continue
    if (found !== undefined) return undefined
    found = id
  }
  return found
}

/** The counts say how many there are, so the list is made once; a single value is found by the engine's own search. */
function rowsWith(ordinals: Uint8Array | Uint16Array, { holds, values, count }: Table): Uint16Array {
  const rows = new Uint16Array(count)
  if (values === 1) {
    const ordinal = holds.indexOf(1)
    for (let n = 0, row = -1; n < count; n++) rows[n] = row = ordinals.indexOf(ordinal, row + 1)
    return rows
  }
  for (let n = 0, row = 0; n < count && row < ordinals.length; row++) if (holds[ordinals[row]!] === 1) rows[n++] = row
  return rows
}

/** A loop, as a typed array's own `filter` takes several times as long. */
function keptWith(rows: Uint16Array, ordinals: Uint8Array | Uint16Array, { holds }: Table): Uint16Array {
  const kept = new Uint16Array(rows.length)
  let n = 0
  for (let i = 0; i < rows.length; i++) if (holds[ordinals[rows[i]!]!] === 1) kept[n++] = rows[i]!
  return kept.subarray(0, n)
}

function rowsWithIds(segment: Segment, hashes: Uint32Array, wanted: ReadonlySet<number>): Set<number> {
  const found = new Set<number>()
  for (let slot = 0; 2 * slot < hashes.length; slot++) {
    if (wanted.has(shortHash(hashes[2 * slot]!, hashes[2 * slot + 1]!)))
      found.add(rowsBefore(segment, segment.place.seq + slot))
  }
  return found
}

const shortHash = (high: number, low: number) => high * 2 ** 21 + (low >>> 11)

/** 53 bits are enough to choose rows; the id itself decides. */
function hashesOf(ids: readonly string[], seed: number): Set<number> {
  const hash = new Uint32Array(2)
  return new Set(
    ids.map((id) => {
      hashId(id, seed, hash)
      return shortHash(hash[0]!, hash[1]!)
    }),
  )
}
