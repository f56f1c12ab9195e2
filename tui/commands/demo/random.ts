/** A source of chance that repeats itself: the same seed gives the same answers. */
export interface Random {
  /** From 0 to 1, without 1. */
  next(): number
  /** A whole number from 0 up to, without, `end`. */
  below(end: number): number
  between(from: number, to: number): number
  chance(probability: number): boolean
  pick<T>(choices: readonly T[]): T
  /** By weight. */
  weighted<T extends { readonly weight: number }>(choices: readonly T[]): T
  /** Letters and digits. */
  letters(length: number): string
}

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Mulberry32, by Tommy Ettinger: 32 bits of state, plenty for a story. */
export function seededRandom(seed: number): Random {
  let state = seed | 0
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (end: number) => Math.floor(next() * end)
  return {
    next,
    below,
    between: (from, to) => from + next() * (to - from),
    chance: (probability) => next() < probability,
    pick: (choices) => choices[below(choices.length)]!,
    weighted(choices) {
      let left = next() * choices.reduce((sum, { weight }) => sum + weight, 0)
      return (
        choices.find(({ weight }) => {
          left -= weight
          return left < 0
        }) ?? choices.at(-1)!
      )
    },
    letters: (length) => Array.from({ length }, () => LETTERS[below(LETTERS.length)]).join(''),
  }
}
