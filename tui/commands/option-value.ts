import { parseDuration } from '../../protocol/duration.js'
import { UsageError } from './world.js'

/** Readers of option values; each throws a `UsageError` that says what was expected. */

export const text = (value: string) => value

export const wholeNumber =
  (from: number, to: number) =>
  (value: string): number => {
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN
    if (number >= from && number <= to) return number
    throw new UsageError(`Cannot read '${value}': expected a whole number from ${from} to ${to}`)
  }

/** Its `choices` are what a shell can offer. */
export const oneOf = <const T extends string>(...choices: readonly T[]) =>
  Object.assign(
    (value: string): T => {
      const choice = choices.find((each) => each === value)
      if (choice !== undefined) return choice
      throw new UsageError(`Cannot read '${value}': expected ${choices.join(', ')}`)
    },
    { choices },
  )

/** In ms. */
export const duration = (value: string): number => {
  const ms = parseDuration(value)
  if (ms !== undefined && ms > 0) return ms
  throw new UsageError(`Cannot read '${value}': expected a duration, as 30d, 12h or 15m`)
}
