import { formatDuration } from '../../protocol/duration.js'
import type { Archive } from '../store/archive.js'
import type { Trail } from '../store/trail.js'
import type { Job } from './job.js'

export interface RetentionOptions {
  readonly trail: Trail
  readonly now: () => number
  /** Since the start, by a clock that nobody can set. */
  readonly uptimeMs: () => number
  /** How far the clock has stepped forward of late. */
  readonly clockDoubtMs: () => number
  /** Asked anew at each run; undefined keeps everything. */
  readonly retentionMs: () => number | undefined
  /** Where events go before they are removed; asked anew at each run. */
  readonly archive: () => Archive | undefined
  /** For whom events stay though they are older than `cutoffMs`, and from which time on. */
  readonly holds: (cutoffMs: number) => readonly { readonly destination: string; readonly fromMs: number }[]
}

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Removes what is older than the retention limit and gives the space back. A wrong
 * clock or a typing mistake must not destroy a trail: where the clock is far ahead
 * of the newest event or has stepped forward, or the limit is shorter than at the
 * last run, it only holds (queries hide what is too old all the same) until a day of
 * uptime or a word of the operator.
 */
export function retentionJob(options: RetentionOptions): Job {
  const { trail, now, uptimeMs, clockDoubtMs, retentionMs, archive, holds } = options
  return {
    name: 'retention',
    schedule: '17 * * * *',
    async plan({ last, confirm }) {
      const limitMs = retentionMs()
      if (limitMs === undefined) return { message: 'off: everything is kept' }
      const nowMs = now()
      const held = holds(nowMs - limitMs).map(({ fromMs }) => fromMs)
      const cutoffMs = Math.min(nowMs - limitMs, ...held)
      const events = trail.prunable(cutoffMs)
      const doubt = doubtOf(limitMs, nowMs, last)
      if (events > 0 && doubt !== undefined && !confirm) {
        return { held: `holds back up to ${events.toLocaleString('en')} events, because ${doubt}` }
      }
      return { input: { limitMs, cutoffMs, goneBefore: gone() } }
    },
    steps: {
      async remove({ cutoffMs, goneBefore }, { signal, progress }) {
        for await (const { done, of } of trail.prune(cutoffMs!, signal, archive())) progress(done / of)
        // Counted by what is gone, so that what a killed run removed is part of it.
        return { removed: gone() - goneBefore! }
      },
      async reclaim({ removed }) {
        if (removed! > 0) await trail.reclaim()
        return {}
      },
    },
    message: ({ removed = 0, limitMs = 0 }) =>
      `removed ${removed.toLocaleString('en')} events older than ${formatDuration(limitMs)}${waiting(now() - limitMs)}`,
    noteworthy: ({ removed = 0 }) => removed > 0,
  }

  /** What stays, and for whom. */
  function waiting(cutoffMs: number): string {
    const names = holds(cutoffMs).map(({ destination }) => destination)
    if (names.length === 0) return ''
    const events = trail.prunable(cutoffMs).toLocaleString('en')
    return `; up to ${events} wait for the forwarding to ${names.join(', ')}`
  }

  /** Seqs without an event. */
  function gone(): number {
    return trail.lastSeq - trail.events
  }

  function doubtOf(
    limitMs: number,
    nowMs: number,
    last: { readonly limitMs?: number } | undefined,
  ): string | undefined {
    const steppedMs = clockDoubtMs()
    if (steppedMs > 0) return `the clock stepped forward by ${formatDuration(steppedMs)} less than a day ago`
    if (uptimeMs() > DAY_MS) return undefined
    if (last?.limitMs !== undefined && limitMs < last.limitMs) {
      return `the limit is ${formatDuration(limitMs)} and was ${formatDuration(last.limitMs)}`
    }
    const aheadMs = nowMs - trail.lastReceivedAtMs
    // Events this daemon received itself vouch for its clock only up to then.
    return aheadMs > DAY_MS
      ? `the clock is ${formatDuration(Math.floor(aheadMs / DAY_MS) * DAY_MS)} ahead of the newest event`
      : undefined
  }
}
