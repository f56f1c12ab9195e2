import { TrailError } from '../../protocol/error.js'
import type { OnProgress } from '../../protocol/progress.js'
import type { Histogram, Params } from '../../protocol/request.js'
import { formatTime, parseTime } from '../../protocol/time.js'
import { columnNumber, columnValues } from '../store/columns.js'
import { seqsOf } from '../store/damage.js'
import type { View } from '../store/trail.js'
import type { Within } from './asked-filter.js'
import type { Context } from './context.js'
import { boundsNow } from './moment.js'
import { pacer } from './pace.js'
import { type Plan, planOf } from './plan.js'
import { selector } from './select.js'

export async function histogram(
  context: Context,
  params: Params<'histogram'> & Within,
  signal: AbortSignal,
  onProgress?: OnProgress,
): Promise<Histogram> {
  const { buckets, by } = params
  const view = await context.trail.view()
  try {
    const bounds = boundsNow(context, view)
    const asked = planOf(params, bounds)
    const [oldestMs, newestMs] = span(view, asked)
    const fromMs = timeParameter(params.from, 'from') ?? oldestMs ?? bounds.nowMs
    const toMs = Math.max(fromMs + 1, timeParameter(params.to, 'to') ?? (newestMs ?? fromMs) + 1)
    const intervalMs = Math.max(1, Math.ceil((toMs - fromMs) / buckets))
    const plan = {
      ...asked,
      sinceMs: Math.max(asked.sinceMs, fromMs),
      untilMs: Math.min(asked.untilMs, fromMs + intervalMs * buckets),
    }

    const counts = new Array<number>(buckets).fill(0)
    const byValue = new Map<string, number[]>()
    const column = by === undefined ? undefined : columnNumber(by)
    const add = (ms: number, value: string | undefined, count: number) => {
      const bucket = Math.floor((ms - fromMs) / intervalMs)
      counts[bucket]! += count
      if (value === undefined) return
      const row = byValue.get(value) ?? new Array<number>(buckets).fill(0)
      byValue.set(value, row)
      row[bucket]! += count
    }
    await eachBucket(view, plan, column, (ms) => Math.floor((ms - fromMs) / intervalMs), add, signal, onProgress)
    return {
      from: formatTime(fromMs),
      to: formatTime(Math.min(fromMs + intervalMs * buckets, 253_402_300_799_999)),
      intervalMs,
      counts,
      ...(by !== undefined && { by: Object.fromEntries(byValue) }),
      asOf: bounds.asOf,
      ...view.leftOut.within(asked.fromSeq, asked.toSeq),
    }
  } finally {
    await view.close()
  }
}

/** Calls `add` for matches, many at once where a whole segment lies in one bucket. */
async function eachBucket(
  view: View,
  plan: Plan,
  column: number | undefined,
  bucketOf: (ms: number) => number,
  add: (ms: number, value: string | undefined, count: number) => void,
  signal: AbortSignal,
  onProgress?: OnProgress,
): Promise<void> {
  const select = selector(view, plan, onProgress)
  const pause = pacer(signal)
  for (const segment of view.segments) {
    await pause()
    if (plan.residual) {
      const selection = select.select(segment)
      for (const event of selection?.events(selection.rows) ?? []) {
        if (plan.matches(event))
          add(Date.parse(event.timestamp), column === undefined ? undefined : columnValues(event)[column], 1)
      }
      continue
    }
    const rows = select.rows(segment)
    if (rows === 'none') continue
    const whole = rows === 'all' && bucketOf(segment.minMs) === bucketOf(segment.maxMs)
    // All is read before anything is counted: a segment counts whole or not at all.
    const read = () => {
      const values = column === undefined ? undefined : view.reader.values(segment, column)
      if (whole) return { values, times: undefined, ordinals: undefined }
      const ordinals = column === undefined ? undefined : view.reader.ordinals(segment, column)
      return { values, times: view.reader.timestampsMs(segment), ordinals }
    }
    const parts = view.leftOut.attempt(seqsOf(segment), read, undefined)
    if (parts === undefined) continue
    const { values, times, ordinals } = parts
    const texts = values === undefined ? [undefined] : Array.from(values.counts, (_, ordinal) => values.text(ordinal))
    if (times === undefined) {
      for (const [ordinal, text] of texts.entries()) add(segment.minMs, text, values?.counts[ordinal] ?? segment.rows)
      continue
    }
    for (const row of rows === 'all' ? times.keys() : rows) add(times[row]!, texts[ordinals?.[row] ?? 0], 1)
  }
  const { tail } = select
  for (const [row, event] of tail?.events(tail.rows).entries() ?? []) {
    add(tail!.timestampsMs[row]!, column === undefined ? undefined : columnValues(event)[column], 1)
  }
}

/** The earliest and latest time a match may have, judged by whole segments. */
function span({ segments, tail }: View, { sinceMs, untilMs }: Plan): [number | undefined, number | undefined] {
  const edges = segments.filter(({ rows }) => rows > 0).flatMap(({ minMs, maxMs }) => [minMs, maxMs])
  for (const { timestampsMs } of tail.batches.slice(0, tail.length)) for (const ms of timestampsMs) edges.push(ms)
  const within = edges.map((ms) => Math.min(Math.max(ms, sinceMs), untilMs - 1)).filter(Number.isFinite)
  if (within.length === 0) return [undefined, undefined]
  return [within.reduce((a, b) => Math.min(a, b)), within.reduce((a, b) => Math.max(a, b))]
}

function timeParameter(text: string | undefined, field: string): number | undefined {
  if (text === undefined) return undefined
  const ms = parseTime(text)
  if (ms === undefined)
    throw new TrailError('invalid-request', `Cannot read ${field}: expected an RFC 3339 time, got "${text}"`, { field })
  return ms
}
