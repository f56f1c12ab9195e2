import type { SubscribeFrame } from '../../protocol/request.js'
import type { Lane } from '../store/lane.js'
import { follow } from './follow.js'

type Wanted = Parameters<typeof follow>[1]

export interface Followers {
  follow(params: Wanted, signal: AbortSignal, lane?: Lane): AsyncIterable<SubscribeFrame>
  /** Streams that are open. */
  readonly count: number
  /** Last seq that the one furthest behind has looked at; undefined where there is none. */
  readonly lastPosition: number | undefined
}

/** Keeps account of the streams that are open; until one has found its place it counts as at the end. */
export function createFollowers(context: Parameters<typeof follow>[0]): Followers {
  const positions = new Map<symbol, number>()
  return {
    async *follow(params, signal, lane) {
      const key = Symbol('stream')
      positions.set(key, context.trail.lastSeq)
      try {
        yield* follow(context, params, signal, lane, (seq) => void positions.set(key, seq))
      } finally {
        positions.delete(key)
      }
    },
    get count() {
      return positions.size
    },
    get lastPosition() {
      return positions.size === 0 ? undefined : [...positions.values()].reduce((a, b) => Math.min(a, b))
    },
  }
}
