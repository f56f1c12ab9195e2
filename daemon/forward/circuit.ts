import { setTimeout } from 'node:timers/promises'

const FIRST_MS = 1000
const LONGEST_MS = 15 * 60_000
/** A receiver that asks for more is asked again all the same. */
const LONGEST_ASKED_MS = 60 * 60_000

/** Failures in a row from which on it counts as down. Nothing alarms anybody before. */
export const DOWN_AFTER = 5

/**
 * Attempts at one receiver. After a failure all wait, longer each time ("full
 * jitter" up to 15 minutes) and never give up; while it is down one at a time finds
 * out whether it is back.
 */
export interface Circuit {
  /** Resolves when an attempt may be made, with its round; must be told how it ended, or that it had no end. */
  begin(signal: AbortSignal): Promise<number>
  succeeded(): void
  /** False where another one of its round has failed already: attempts that were under way together count as one. */
  failed(round: number, retryAfterMs: number | undefined): boolean
  abandoned(): void
  /** In a row. */
  readonly failures: number
  readonly nextAtMs: number | undefined
}

/** @param failures Those in a row that there were before a restart. */
export function createCircuit(atOnce: number, now: () => number, random: () => number, failures: number): Circuit {
  const waiting: (() => void)[] = []
  let [under, round] = [0, 0]
  let nextAtMs: number | undefined
  let pause: { readonly endMs: number } | undefined

  const room = () => under < (failures >= DOWN_AFTER ? 1 : atOnce)
  const ended = () => {
    under -= 1
    while (waiting.length > 0 && room()) {
      under += 1
      waiting.shift()!()
    }
  }

  return {
    get failures() {
      return failures
    },
    get nextAtMs() {
      return nextAtMs
    },
    async begin(signal) {
      signal.throwIfAborted()
      if (room()) under += 1
      else await turn(waiting, signal)
      try {
        while (pause !== undefined) {
          const { endMs } = pause
          const restMs = endMs - performance.now()
          if (restMs > 0) await setTimeout(restMs, undefined, { signal })
          if (pause?.endMs === endMs) pause = undefined
        }
      } catch (error) {
        ended()
        throw error
      }
      return round
    },
    succeeded() {
      failures = 0
      pause = undefined
      nextAtMs = undefined
      ended()
    },
    failed(begun, retryAfterMs = 0) {
      const isNew = begun === round
      if (isNew) {
        failures += 1
        round += 1
      }
      const delayMs = isNew ? random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1)) : 0
      const waitMs = Math.max(delayMs, Math.min(retryAfterMs, LONGEST_ASKED_MS))
      // By a clock that nobody sets; the other is for those who read it.
      const endMs = performance.now() + waitMs
      if (isNew || pause === undefined || endMs > pause.endMs) {
        pause = { endMs }
        nextAtMs = now() + waitMs
      }
      ended()
      return isNew
    },
    abandoned: ended,
  }
}

/** Resolves when it is called up; leaves the queue when aborted. */
function turn(queue: (() => void)[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      queue.splice(queue.indexOf(called), 1)
      reject(signal.reason)
    }
    const called = () => {
      signal.removeEventListener('abort', leave)
      resolve()
    }
    queue.push(called)
    signal.addEventListener('abort', leave, { once: true })
  })
}
