import { setTimeout as sleep } from 'node:timers/promises'

/** One lane for all followers whose filters take long, so that together they leave the thread to the others. */
export interface Lane {
  /** Waits, after so long was spent on one follower at a stretch, until it is its turn again. */
  rest(spentMs: number, signal: AbortSignal): Promise<void>
}

/** What takes less is nobody's concern: a live follower of usual filters takes microseconds. */
const QUICK_MS = 2
/** How long they rest, by what they took. */
const RESTS = 4

/** @param now Monotonic, ms. */
export function createLane(now: () => number): Lane {
  let freeAtMs = 0
  return {
    async rest(spentMs, signal) {
      if (spentMs < QUICK_MS) return
      freeAtMs = Math.max(now(), freeAtMs) + RESTS * spentMs
      await sleep(freeAtMs - now(), undefined, { signal, ref: false })
    },
  }
}
