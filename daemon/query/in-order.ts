import type { AuditEvent } from '../../protocol/event.js'
import type { OnProgress } from '../../protocol/progress.js'
import type { Order } from '../../protocol/request.js'
import type { View } from '../store/trail.js'
import { eventsOf, type Picked } from './picked.js'
import type { Plan } from './plan.js'
import { type Selection, selector } from './select.js'

/** A row's place in the order by (timestamp, seq). */
export interface Position {
  readonly timestampMs: number
  readonly seq: number
}

/** Rows read at once where neighbours in time lie far apart, at most. */
const MAX_PICKED = 32_768
/** Rows that follow each other in one part, on average, below which that is so. */
const SCATTERED_RUN = 16

/** An opened part of the trail: its matching rows in order, and how far they were taken. */
interface Cursor {
  readonly selection: Selection
  readonly rows: Uint16Array | Uint32Array
  at: number
  head: Position
}

/**
 * Every match, in the order asked for, behind `after`. A generator of bounded
 * steps: each yields at most `chunk` events and perhaps none, so that the caller can
 * let others go first.
 */
export function* inOrder(
  view: View,
  plan: Plan,
  order: Order,
  chunk: number,
  after?: Position,
  onProgress?: OnProgress,
): Generator<readonly AuditEvent[]> {
  for (const picked of picksInOrder(view, plan, order, chunk, after, onProgress)) {
    if (picked.length === 0) yield []
    else for (const events of eventsOf(picked, chunk)) yield plan.residual ? events.filter(plan.matches) : events
  }
}

/**
 * The rows that can match, in the same order and in bounded steps, before they are
 * read: about `chunk` of them, or many more where neighbours lie far apart. A part is opened only when its earliest possible row could
 * be the next, so the first page of a large trail reads few segments.
 */
export function* picksInOrder(
  view: View,
  plan: Plan,
  order: Order,
  chunk: number,
  after?: Position,
  onProgress?: OnProgress,
): Generator<readonly Picked[]> {
  const sign = order === 'oldest' ? 1 : -1
  /** Negative where a comes before b. */
  const compare = (a: Position, b: Position) => sign * (a.timestampMs - b.timestampMs || a.seq - b.seq)
  const select = selector(view, plan, onProgress)
  const edge = ({ minMs, maxMs }: { minMs: number; maxMs: number }) => sign * (order === 'oldest' ? minMs : maxMs)
  const far = ({ minMs, maxMs }: { minMs: number; maxMs: number }) => sign * (order === 'oldest' ? maxMs : minMs)
  const unopened = view.segments
    .filter((segment) => after === undefined || far(segment) >= sign * after.timestampMs)
    .sort((a, b) => edge(b) - edge(a))
  const open: Cursor[] = []

  const add = (selection: Selection | undefined) => {
    if (selection === undefined) return
    const { timestampsMs, seq } = selection
    const position = (row: number): Position => ({ timestampMs: timestampsMs[row]!, seq: seq(row) })
    let rows = selection.rows
    if (after !== undefined) rows = rows.filter((row) => compare(position(row), after) > 0)
    rows = inTime(rows, timestampsMs)
    if (order === 'newest') rows.reverse()
    if (rows.length > 0) insert({ selection, rows, at: 0, head: position(rows[0]!) })
  }
  /** `open` is sorted with the next row last. */
  const insert = (cursor: Cursor) => {
    let [low, high] = [0, open.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (compare(open[middle]!.head, cursor.head) > 0) low = middle + 1
      else high = middle
    }
    open.splice(low, 0, cursor)
  }

  let picked: Picked[] = []
  let size = chunk
  /** Stretches of rows that lie one behind the other in their part. */
  let runs = 0
  const take = (): readonly Picked[] => {
    // Where neighbours in time lie far apart it pays to read many at once.
    size = picked.length / runs < SCATTERED_RUN ? Math.min(4 * size, MAX_PICKED) : chunk
    const taken = picked
    picked = []
    runs = 0
    return taken
  }

  add(select.tail)
  for (;;) {
    const next = unopened.at(-1)
    const first = open.at(-1)
    if (next !== undefined && (first === undefined || edge(next) <= sign * first.head.timestampMs)) {
      unopened.pop()
      add(select.select(next))
      yield []
      continue
    }
    if (first === undefined) break
    open.pop()
    runs++
    // Take rows while none of another part, opened or not, could come between.
    const second = open.at(-1)?.head
    const limit = next === undefined ? Number.POSITIVE_INFINITY : edge(next)
    const { selection, rows } = first
    do {
      picked.push({ selection, row: rows[first.at]! })
      first.at++
      if (first.at >= rows.length) break
      const row = rows[first.at]!
      first.head = { timestampMs: selection.timestampsMs[row]!, seq: selection.seq(row) }
    } while (
      picked.length < size &&
      (second === undefined || compare(first.head, second) < 0) &&
      sign * first.head.timestampMs < limit
    )
    if (first.at < rows.length) insert(first)
    if (picked.length >= size) yield take()
  }
  yield take()
}

/** A copy in order of (timestamp, seq). Rows come in seq order, so where their times rise they have it, and ties need no look at seqs. */
function inTime(rows: Selection['rows'], timestampsMs: Float64Array): Selection['rows'] {
  const copy = rows.slice()
  for (let i = 1; i < copy.length; i++)
    if (timestampsMs[copy[i - 1]!]! > timestampsMs[copy[i]!]!)
      return copy.sort((a, b) => timestampsMs[a]! - timestampsMs[b]! || a - b)
  return copy
}
