import type { DeliveryStep, Discard } from '../../protocol/destination.js'
import { formatTime } from '../../protocol/time.js'
import type { Records } from '../store/records.js'

/** Why one event was not sent or not taken. */
export interface Discarded {
  readonly step: DeliveryStep
  readonly code: string
  readonly seq: number
  readonly message: string
}

/** Latest events of each code, as Segment's delivery overview shows them. */
const SAMPLES = 10

/** What was discarded and why. A crash may lose some seconds of it: the counts of the steps are kept with the cursor. */
export interface Discards {
  note(discarded: readonly Discarded[]): void
  list(): Discard[]
  /** Takes out of the samples what must not be kept. */
  scrub(without: (value: unknown) => unknown): void
  /** Resolves when all that was noted is on disk. */
  keep(): Promise<void>
}

export async function openDiscards(records: Records, destination: string, now: () => number): Promise<Discards> {
  const kept = ((await records.get('discard-samples', destination)) ?? []) as readonly Discard[]
  const known = new Map(kept.map((discard) => [keyOf(discard), discard]))
  let isDirty = false

  return {
    note(discarded) {
      for (const { step, code, seq, message } of discarded) {
        const before = known.get(keyOf({ step, code }))
        const sample = { seq, at: formatTime(now()), message }
        known.set(keyOf({ step, code }), {
          step,
          code,
          count: (before?.count ?? 0) + 1,
          samples: [...(before?.samples ?? []), sample].slice(-SAMPLES),
        })
        isDirty = true
      }
    },
    list: () => [...known.values()],
    scrub(without) {
      for (const [key, discard] of known) known.set(key, without(discard) as Discard)
      isDirty = true
    },
    async keep() {
      if (!isDirty) return
      isDirty = false
      try {
        await records.put('discard-samples', destination, [...known.values()])
      } catch (error) {
        isDirty = true
        throw error
      }
    },
  }
}

const keyOf = ({ step, code }: { step: DeliveryStep; code: string }) => `${step} ${code}`
