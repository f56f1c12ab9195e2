/**
 * A client's share of the thread, for what keeps it busy at a stretch: one thing of
 * his at a time, and then a rest that leaves the thread to the others. However much
 * one client asks for, the others wait for one stretch of it at most.
 */
export interface Lane {
  /** At once, where the lane is free: what ends the turn. It must be ended without waiting for anything. */
  begin(): (() => void) | undefined
  /** The same when it is its turn, first come, first served. Rejects when aborted before. */
  turn(signal?: AbortSignal): Promise<() => void>
}

/** Work that needs no rest yet: who asks for little is never held up. */
const UNRESTED_MS = 2

/** @param rests How long it rests, by what it took. @param now Monotonic, ms. */
export function createLane(now: () => number, rests: number): Lane {
  const waiting = new Set<() => void>()
  let isTaken = false
  let freeAtMs = 0
  let timer: NodeJS.Timeout | undefined

  const begin = () => {
    isTaken = true
    const beganMs = now()
    return () => {
      const endedMs = now()
      freeAtMs = Math.max(endedMs - rests * UNRESTED_MS, freeAtMs) + rests * (endedMs - beganMs)
      isTaken = false
      next()
    }
  }
  const next = () => {
    if (isTaken || timer !== undefined || waiting.size === 0) return
    const waitMs = freeAtMs - now()
    if (waitMs > 0) {
      timer = setTimeout(() => {
        timer = undefined
        next()
      }, waitMs)
      return
    }
    isTaken = true
    const [start] = waiting
    waiting.delete(start!)
    start!()
  }

  return {
    begin: () => (isTaken || waiting.size > 0 || freeAtMs > now() ? undefined : begin()),
    async turn(signal) {
      signal?.throwIfAborted()
      if (!isTaken && waiting.size === 0 && freeAtMs <= now()) return begin()
      await new Promise<void>((resolve, reject) => {
        const start = () => {
          signal?.removeEventListener('abort', leave)
          resolve()
        }
        const leave = () => {
          waiting.delete(start)
          reject(signal!.reason)
        }
        waiting.add(start)
        signal?.addEventListener('abort', leave, { once: true })
        next()
      })
      return begin()
    },
  }
}

/** Each step in a turn of its own. */
export async function* inLane<T>(steps: Iterable<T>, lane: Lane, signal: AbortSignal): AsyncGenerator<T> {
  const iterator = steps[Symbol.iterator]()
  try {
    for (;;) {
      const end = await lane.turn(signal)
      let step: IteratorResult<T>
      try {
        step = iterator.next()
      } finally {
        end()
      }
      if (step.done) return
      yield step.value
    }
  } finally {
    iterator.return?.()
  }
}
