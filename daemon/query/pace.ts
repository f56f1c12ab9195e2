import { setImmediate } from 'node:timers/promises'

const SLICE_MS = 4

/** Returns a step to be awaited often: it lets others go first once a slice of time is used up, and rejects when aborted. */
export function pacer(signal: AbortSignal): () => Promise<void> {
  let sliceEnd = performance.now() + SLICE_MS
  return async () => {
    signal.throwIfAborted()
    if (performance.now() < sliceEnd) return
    await setImmediate()
    signal.throwIfAborted()
    sliceEnd = performance.now() + SLICE_MS
  }
}
