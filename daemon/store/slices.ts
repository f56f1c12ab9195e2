import { setImmediate } from 'node:timers/promises'

const SLICE_MS = 3

/** Returns a step to be awaited often in long work: once a slice of time is used up, the others go first. */
export function slicer(): () => Promise<void> | undefined {
  let sliceEnd = performance.now() + SLICE_MS
  return () => {
    if (performance.now() < sliceEnd) return undefined
    return setImmediate().then(() => {
      sliceEnd = performance.now() + SLICE_MS
    })
  }
}
