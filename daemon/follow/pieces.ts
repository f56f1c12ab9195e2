import type { AuditEvent } from '../../protocol/event.js'
import type { CompiledFilter } from '../../protocol/filter/filter.js'
import type { Gap } from '../../protocol/request.js'
import type { Plan } from '../query/plan.js'
import { selector } from '../query/select.js'
import { seqsOf } from '../store/damage.js'
import { type Segment, seqOfRow } from '../store/segment.js'
import type { TailBatch } from '../store/tail.js'
import type { View } from '../store/trail.js'

/** What lies between two seqs: matches, and how far was looked; or a stretch that is gone. */
export type Piece = { readonly events: readonly AuditEvent[]; readonly through: number } | { readonly gap: Gap }

/** A run of seqs without events. */
type Run = { from: number; to: number; reason: Gap['reason'] }

/** A part of the trail that is looked at in one go, up to `end`. */
interface Part {
  readonly events: readonly AuditEvent[]
  readonly runs: readonly Run[]
  readonly end: number
}

/** What takes longer is given away in between. */
const SLICE_MS = 4
/** Looked at at once, as filters may take long: at first, and at least. */
const FIRST_ROWS = 128
const MIN_ROWS = 8

/** Everything sealed after `position`, in seq order; each piece holds `size` events at most, and neighbouring gaps are one. */
export function* piecesOfSegments(
  view: View,
  plan: Plan,
  position: number,
  cutoffMs: number,
  size: number,
): Generator<Piece> {
  let gap: Run | undefined
  for (const { events, runs, end } of parts(view, plan, position, cutoffMs, size)) {
    let taken = 0
    for (const run of runs) {
      const from = Math.max(run.from, position + 1)
      if (from > run.to) continue
      if (gap !== undefined && gap.to + 1 === from && gap.reason === run.reason) {
        gap.to = run.to
        continue
      }
      if (gap !== undefined) yield { gap: told(gap) }
      const before = taken
      while (taken < events.length && events[taken]!.seq < from) taken++
      if (taken > before) yield { events: events.slice(before, taken), through: from - 1 }
      gap = { from, to: run.to, reason: run.reason }
    }
    if (gap !== undefined && gap.to < end) {
      yield { gap: told(gap) }
      gap = undefined
    }
    if (gap === undefined) yield { events: events.slice(taken), through: end }
  }
  if (gap !== undefined) yield { gap: told(gap) }
}

function* parts(view: View, plan: Plan, position: number, cutoffMs: number, size: number): Generator<Part> {
  const select = selector(view, plan)
  const stretches = [...view.segments, ...view.dropped]
    .map((stretch) =>
      'rows' in stretch ? { from: stretch.place.seq, segment: stretch } : { from: stretch.from, gone: stretch },
    )
    .sort((a, b) => a.from - b.from)
  let step = Math.min(size, FIRST_ROWS)
  for (const stretch of stretches) {
    if ('gone' in stretch) {
      const end = stretch.gone.to
      if (end > position) yield { events: [], runs: [{ ...stretch.gone }], end }
      continue
    }
    const { segment } = stretch
    const { to } = seqsOf(segment)
    if (to <= position) continue
    const selection = select.select(segment)
    const rows = (selection?.rows ?? new Uint16Array()).filter((row) => selection!.seq(row) > position)
    let missing: readonly Run[] | undefined
    for (let row = 0, from = stretch.from; from <= to; ) {
      const [next, beganMs] = [row + step, performance.now()]
      const end = next < rows.length ? selection!.seq(rows[next]!) - 1 : to
      const events = (selection?.events(rows.subarray(row, next)) ?? []).filter(
        (event) => Date.parse(event.timestamp) >= cutoffMs && (!plan.residual || plan.matches(event)),
      )
      missing ??= view.leftOut.attempt(seqsOf(segment), () => missingIn(view, segment, cutoffMs), [])
      row = next
      // As many as a slice of time is enough for.
      const tookMs = Math.max(SLICE_MS / 4, performance.now() - beganMs)
      step = Math.min(size, Math.max(MIN_ROWS, Math.round((step * SLICE_MS) / tookMs)))
      yield { events, runs: missingOrUnreadable(view, missing, from, end), end }
      from = end + 1
    }
  }
}

/** Everything in these batches after `position`; each piece holds about `size` events at most, and took about a slice of time at most. */
export function* piecesOfTail(
  batches: readonly TailBatch[],
  position: number,
  cutoffMs: number,
  live: CompiledFilter,
  size: number,
): Generator<Piece> {
  let gap: Run | undefined
  let events: AuditEvent[] = []
  let through = position
  let sliceEnd = performance.now() + SLICE_MS
  for (const { place, slots, events: kept, timestampsMs, holes } of batches) {
    let next = 0
    for (let seq = Math.max(place.seq, position + 1); seq < place.seq + slots; seq++) {
      while (next < kept.length && kept[next]!.seq < seq) next++
      const event = kept[next]
      if (event?.seq === seq && timestampsMs[next]! >= cutoffMs) {
        if (gap !== undefined) yield { gap: told(gap) }
        gap = undefined
        if (live.matches(event)) events.push(event)
        through = seq
        if (events.length >= size || performance.now() > sliceEnd) {
          yield { events, through }
          events = []
          sliceEnd = performance.now() + SLICE_MS
        }
        continue
      }
      const reason = holes?.get(seq) ?? 'retention'
      if (gap?.reason === reason) {
        gap.to = seq
        continue
      }
      if (gap !== undefined) yield { gap: told(gap) }
      if (events.length > 0) yield { events, through }
      events = []
      gap = { from: seq, to: seq, reason }
    }
  }
  if (gap !== undefined) yield { gap: told(gap) }
  else if (through > position) yield { events, through }
}

/** Between two seqs, once the events there are read, so that what could not be is known. That counts as lost, with whatever is missing in its midst. */
function missingOrUnreadable(view: View, missing: readonly Run[], from: number, end: number): Run[] {
  const within = (run: Run): Run => ({ ...run, from: Math.max(run.from, from), to: Math.min(run.to, end) })
  const unreadable = (view.leftOut.within(from, end).damaged ?? []).map((range) => within({ ...range, reason: 'lost' }))
  const apart = missing
    .map(within)
    .filter((run) => run.from <= run.to && !unreadable.some(({ from, to }) => run.from >= from && run.to <= to))
  return [...apart, ...unreadable].sort((a, b) => a.from - b.from)
}

/** Holes of a segment, and events that retention hides already, in seq order. */
function missingIn(view: View, segment: Segment, cutoffMs: number): Run[] {
  const runs: Run[] = segment.holes.map(({ start, length, reason }) => ({
    from: segment.place.seq + start,
    to: segment.place.seq + start + length - 1,
    reason,
  }))
  if (segment.minMs < cutoffMs) {
    for (const [row, ms] of view.reader.timestampsMs(segment).entries()) {
      if (ms < cutoffMs) runs.push({ from: seqOfRow(segment, row), to: seqOfRow(segment, row), reason: 'retention' })
    }
    runs.sort((a, b) => a.from - b.from)
  }
  return runs
}

function told({ from, to, reason }: Run): Gap {
  return { from, to, count: to - from + 1, reason }
}
