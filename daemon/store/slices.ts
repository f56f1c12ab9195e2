import { setImmediate } from 'node:timers/promises'
import type { Lane } from './lane.js'

const SLICE_MS = 2

/** A step to be awaited often in long work: undefined while a slice of time is not used up, and then the others go first. */
export type Step = () => Promise<void> | undefined

export function slicer(): Step {
  let sliceEnd = performance.now() + SLICE_MS
  return () => {
    if (performance.now() < sliceEnd) return undefined
    return setImmediate().then(() => {
      sliceEnd = performance.now() + SLICE_MS
    })
  }
}

/** Work that waits for nothing but its steps, each slice of it in a turn of its own where there is a lane. */
export async function inSlices<T>(lane: Lane | undefined, work: (step: Step) => T | Promise<T>): Promise<T> {
  if (lane === undefined) return work(slicer())
  let end = await lane.turn()
  let sliceEnd = performance.now() + SLICE_MS
  const step = () => {
    if (performance.now() < sliceEnd) return undefined
    end()
    return lane.turn().then((next) => {
      end = next
      sliceEnd = performance.now() + SLICE_MS
    })
  }
  try {
    return await work(step)
  } finally {
    end()
  }
}
