/** Repeatable random numbers: the same seed gives the same run. */
export interface Random {
  /** 0 ≤ x < 1. */
  next(): number
  /** 0 ≤ n < limit. */
  below(limit: number): number
  pick<T>(values: readonly T[]): T
  /** `digits` lower-case hexadecimal digits. */
  hex(digits: number): string
}

/** Mulberry32. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const bits = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return (t ^ (t >>> 14)) >>> 0
  }
  const next = () => bits() / 2 ** 32
  const below = (limit: number) => Math.floor(next() * limit)
  const hex = (digits: number) => {
    let text = ''
    while (text.length < digits) text += bits().toString(16).padStart(8, '0')
    return text.slice(0, digits)
  }
  return { next, below, pick: (values) => values[below(values.length)]!, hex }
}

/** Picks like people do: the first of the values most often, the n-th a n-th as often (Zipf's law). */
export function zipf<T>(values: readonly T[], random: Random): () => T {
  let sum = 0
  const sums = values.map((_, i) => (sum += 1 / (i + 1)))
  return () => {
    const wanted = random.next() * sum
    let [low, high] = [0, sums.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (sums[middle]! > wanted) high = middle
      else low = middle + 1
    }
    return values[low]!
  }
}
