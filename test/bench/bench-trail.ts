import { openTrail } from '#daemon/store/open.js'
import type { Trail } from '#daemon/store/trail.js'

/** A trail as the daemon opens it, of which nothing may be lost. */
export const openBenchTrail = (path: string): Promise<Trail> =>
  openTrail({
    path,
    now: Date.now,
    dedupeIds: 2_000_000,
    onProblem: (problem) => {
      throw new Error(problem)
    },
    lossDraft: ({ from, to }) => {
      throw new Error(`Events ${from} to ${to} are lost`)
    },
  })
