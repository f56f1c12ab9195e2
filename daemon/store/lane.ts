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

/** Work that needs no rest yet, of a client that rested: who asks for little is never held up. */
const UNRESTED_MS = 32
/** Work behind which the others have their turns of the event loop, rested or not. */
const STRETCH_MS = 2

/** @param rests How long it rests, by what it took. @param now Monotonic, ms. */
export function createLane(now: () => number, rests: number): Lane {
  const waiting = new Set<() => void>()
  let isTaken = false
  let freeAtMs = 0
  let stretchMs = 0
  let isComing = false

  const begin = () => {
    isTaken = true
    const beganMs = now()
    return () => {
      const endedMs = now()
      freeAtMs = Math.max(endedMs - rests * UNRESTED_MS, freeAtMs) + rests * (endedMs - beganMs)
      stretchMs += endedMs - beganMs
      isTaken = false
      next()
    }
  }
  const come = () => {
    isComing = false
    stretchMs = 0
    next()
  }
  const next = () => {
    if (isTaken || isComing || waiting.size === 0) return
    const waitMs = freeAtMs - now()
    if (waitMs > 0 || stretchMs > STRETCH_MS) {
      isComing = true
      if (waitMs > 0) setTimeout(come, waitMs)
      else setImmediate(come)
      return
    }
    isTaken = true
    const [start] = waiting
    waiting.delete(start!)
    start!()
  }

  const isFree = () => !isTaken && waiting.size === 0 && stretchMs <= STRETCH_MS && freeAtMs <= now()

  return {
    begin: () => (isFree() ? begin() : undefined),
    async turn(signal) {
      signal?.throwIfAborted()
      if (isFree()) return begin()
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
