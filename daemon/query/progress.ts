import type { OnProgress } from '../../protocol/progress.js'
import type { Segment } from '../store/segment.js'
import type { View } from '../store/trail.js'

const TELL_EVERY_MS = 100

/** Returns what must be called of each segment that is looked at; tells at the first and then ten times a second how many of the sealed events that were. */
export function progressOf({ segments }: View, onProgress: OnProgress | undefined): (segment: Segment) => void {
  if (onProgress === undefined) return () => {}
  const of = segments.reduce((sum, { rows }) => sum + rows, 0)
  let [done, toldMs] = [0, Number.NEGATIVE_INFINITY]
  return ({ rows }) => {
    const nowMs = performance.now()
    if (nowMs - toldMs >= TELL_EVERY_MS) {
      toldMs = nowMs
      onProgress({ done, of })
    }
    done += rows
  }
}
