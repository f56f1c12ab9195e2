import { TrailError } from '../../protocol/error.js'
import type { SeqRange } from '../../protocol/request.js'
import { SEGMENT_EVENTS, type Segment } from './segment.js'

/** What to do, for the end of a message. */
export const REPAIR_ADVICE = '"audit-traild repair" saves what can be read, and keeps what is there'

/** A stretch that cannot be read, and why, in words. */
export interface Damage extends SeqRange {
  readonly problem: string
}

/** The error where it says that the disk did not return what was written; any other is thrown on. */
export function damageIn(error: unknown): TrailError {
  if (error instanceof TrailError && error.type === 'damaged') return error
  throw error
}

export function seqsOf({ place }: Pick<Segment, 'place'>): SeqRange {
  return { from: place.seq, to: place.seq + SEGMENT_EVENTS - 1 }
}

/** What one answer has to leave out. It is told with the answer, so that nothing is missing in silence. */
export class LeftOut {
  readonly #onDamage: (damage: Damage) => void
  #ranges: readonly SeqRange[]

  /** @param known What could not be read before. */
  constructor(known: readonly SeqRange[], onDamage: (damage: Damage) => void) {
    this.#ranges = merged(known)
    this.#onDamage = onDamage
  }

  /** In seq order; neighbours are one. */
  get ranges(): readonly SeqRange[] {
    return this.#ranges
  }

  /** What `read` gives, or `otherwise` where it finds damage: then `seqs` are left out. */
  attempt<T, O>({ from, to }: SeqRange, read: () => T, otherwise: O): T | O {
    try {
      return read()
    } catch (error) {
      this.#onDamage({ from, to, problem: damageIn(error).message })
      this.#ranges = merged([...this.#ranges, { from, to }])
      return otherwise
    }
  }

  /** As a part of an answer, absent where nothing is left out between the two seqs. */
  within(from: number, to: number): { damaged?: readonly SeqRange[] } {
    const damaged = this.#ranges.filter((range) => range.from <= to && range.to >= from)
    return damaged.length === 0 ? {} : { damaged }
  }
}

export function merged(ranges: readonly SeqRange[]): SeqRange[] {
  const all: { from: number; to: number }[] = []
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = all.at(-1)
    if (last !== undefined && last.to + 1 >= from) last.to = Math.max(last.to, to)
    else all.push({ from, to })
  }
  return all
}
