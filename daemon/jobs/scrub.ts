import { setTimeout } from 'node:timers/promises'
import type { Reading } from '../query/reading.js'
import type { Trail } from '../store/trail.js'
import type { Job } from './job.js'

export interface ScrubOptions {
  readonly trail: Trail
  readonly reading: Pick<Reading, 'verify'>
  readonly now: () => number
}

/** Of the disk; what else reads it must not notice. */
const BYTES_PER_SECOND = 2 * 1024 * 1024
/** A start soon after the last run does not make another one. */
const REST_MS = 20 * 60 * 60 * 1000

/**
 * Reads every sealed segment once a day, slowly, in the thread that reads: damage is
 * noticed while a backup without it still exists, and not when somebody asks.
 */
export function scrubJob({ trail, reading, now }: ScrubOptions): Job {
  const message: Job['message'] = ({ bytes = 0, damaged = 0 }) =>
    damaged === 0
      ? `read ${(bytes / 2 ** 20).toFixed(1)} MiB; all is well`
      : `${damaged.toLocaleString('en')} events cannot be read; see audit-traild check and repair`
  return {
    name: 'scrub',
    schedule: '41 3 * * *',
    async plan({ last, confirm }) {
      const atMs = now()
      if (!confirm && last?.atMs !== undefined && atMs - last.atMs < REST_MS && atMs >= last.atMs)
        return { message: message(last) }
      return { input: { atMs } }
    },
    steps: {
      async read(_, { signal, progress }) {
        let [bytes, damaged] = [0, 0]
        for (let from: number | undefined = 1; from !== undefined; ) {
          const verified = await reading.verify({ from }, signal)
          bytes += verified.bytes
          damaged += verified.damaged
          from = verified.next
          if (from === undefined) break
          progress(Math.min(1, from / Math.max(1, trail.lastSeq)))
          await setTimeout((1000 * verified.bytes) / BYTES_PER_SECOND, undefined, { signal })
        }
        return { bytes, damaged }
      },
    },
    message,
    // Damage is recorded where it is found.
    noteworthy: () => false,
  }
}
