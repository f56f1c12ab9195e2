/** One line of the result: the same thing measured of each contestant. */
export interface Row {
  readonly what: string
  readonly unit: string
  readonly better: 'more' | 'less'
  /** By name; `undefined` where a contestant has no such thing. */
  readonly values: ReadonlyMap<string, number | undefined>
}

export const elapsedMs = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** A clock that all threads and processes of the machine share. */
export const monotonicMs = () => Number(process.hrtime.bigint()) / 1e6

/** Nearest rank; `p` from 0 to 1. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))]!
}

/**
 * Runs `work` for every contestant in each round, each round begun by another of
 * them, so that noise of the machine hits all alike. Answers with what each
 * returned, by name.
 */
export async function alternately<C, T>(
  contestants: ReadonlyMap<string, C>,
  rounds: number,
  work: (contestant: C, round: number) => Promise<T>,
): Promise<Map<string, T[]>> {
  const results = new Map<string, T[]>([...contestants.keys()].map((name) => [name, []]))
  const turns = [...contestants]
  for (let round = 0; round < rounds; round++) {
    for (const [name, contestant] of turns) results.get(name)!.push(await work(contestant, round))
    turns.push(turns.shift()!)
  }
  return results
}

export const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)

export function mapValues<T, U>(map: ReadonlyMap<string, T>, change: (value: T) => U): Map<string, U> {
  return new Map([...map].map(([name, value]) => [name, change(value)]))
}
