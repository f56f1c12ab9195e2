import { setTimeout } from 'node:timers/promises'
import type { Trail } from '../store/trail.js'
import type { Job } from './job.js'

export interface ScrubOptions {
  readonly trail: Trail
  /** Reads the next segment at or behind a seq from the disk; `next` is absent behind the last one. */
  readonly verify: (from: number, signal: AbortSignal) => Promise<Verified>
  readonly now: () => number
}

interface Verified {
  readonly next?: number
  readonly bytes: number
  /** Events that cannot be read. */
  readonly damaged: number
}

/** Of the disk; what else reads it must not notice. */
const BYTES_PER_SECOND = 2 * 1024 * 1024
/** A start soon after the last run does not make another one. */
const REST_MS = 20 * 60 * 60 * 1000

/**
 * Reads every sealed segment once a day, slowly, in the thread that reads: damage is
 * noticed while a backup without it still exists, and not when somebody asks.
 */
export function scrubJob({ trail, verify, now }: ScrubOptions): Job {
  const message: Job['message'] = ({ bytes = 0, damaged = 0 }) =>
    damaged === 0
      ? `read ${(bytes / 2 ** 20).toFixed(1)} MiB; all is well`
      : `${damaged.toLocaleString('en')} events cannot be read; see audit-traild check and repair`
  return {
    name: 'scrub',
    schedule: '41 3 * * *',
    async plan({ last, confirm }) {
      const atMs = now()
      // One that was cut off has read nothing to its end.
      if (
        !confirm &&
        last?.atMs !== undefined &&
        last.bytes !== undefined &&
        atMs - last.atMs < REST_MS &&
        atMs >= last.atMs
      )
        return { message: message(last) }
      return { input: { atMs } }
    },
    steps: {
      async read(_, { signal, progress }) {
        let [bytes, damaged] = [0, 0]
        for (let from: number | undefined = 1; from !== undefined; ) {
          const verified: Verified = await verify(from, signal)
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
