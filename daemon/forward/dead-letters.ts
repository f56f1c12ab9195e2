import type { DeadLetter } from '../../protocol/destination.js'
import type { Records } from '../store/records.js'

/** Events a destination gives up at most; then it waits for somebody to look. */
export const MAX_DEAD_LETTERS = 100_000

/** Removed in one write. */
const REMOVED_AT_ONCE = 1000

/** The events that receivers refused for good, by destination, on disk. */
export interface DeadLetters {
  count(destination: string): number
  has(destination: string, seq: number): boolean
  /** In seq order, behind `after`. */
  list(destination: string, after: number, limit: number): Promise<readonly DeadLetter[]>
  /** On disk when it resolves; those of the same events are replaced. */
  add(destination: string, letters: readonly DeadLetter[]): Promise<void>
  /** Without `seqs` all. Resolves with how many there were. */
  remove(destination: string, seqs?: readonly number[]): Promise<number>
}

/** Looks once at what there is, so that counting costs nothing later. */
export async function openDeadLetters(records: Records): Promise<DeadLetters> {
  const known = new Map<string, Set<number>>()
  for (const [name] of await records.list('dead-letter')) {
    const [destination, seq] = name.split('/') as [string, string]
    known.set(destination, (known.get(destination) ?? new Set()).add(Number(seq)))
  }
  const of = (destination: string) => known.get(destination) ?? new Set<number>()

  return {
    count: (destination) => of(destination).size,
    has: (destination, seq) => of(destination).has(seq),
    async list(destination, after, limit) {
      const found = await records.list('dead-letter', {
        prefix: `${destination}/`,
        after: nameOf(destination, after),
        limit,
      })
      return found.map(([, letter]) => letter as DeadLetter)
    },
    async add(destination, letters) {
      await records.write(
        letters.map((value) => ({ kind: 'dead-letter' as const, name: nameOf(destination, value.seq), value })),
      )
      const seqs = of(destination)
      for (const { seq } of letters) seqs.add(seq)
      known.set(destination, seqs)
    },
    async remove(destination, seqs) {
      const there = of(destination)
      const going = (seqs ?? [...there]).filter((seq) => there.has(seq))
      for (let from = 0; from < going.length; from += REMOVED_AT_ONCE) {
        const some = going.slice(from, from + REMOVED_AT_ONCE)
        await records.write(some.map((seq) => ({ kind: 'dead-letter' as const, name: nameOf(destination, seq) })))
        for (const seq of some) there.delete(seq)
      }
      return going.length
    },
  }
}

/** Names of destinations hold no slash; seqs of one width sort as numbers do. */
const nameOf = (destination: string, seq: number) => `${destination}/${String(seq).padStart(16, '0')}`
