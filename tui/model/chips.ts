import { printFilter } from '../../protocol/filter/print.js'
import type { AppliedFilter } from './filtering.js'

/** A term of the filter as one thing to switch off and on, change and take away. */
export interface Chip {
  readonly text: string
  /** Those that are off stay in sight, and narrow nothing. */
  readonly on: boolean
  /** Events of the trail that match this term alone. */
  readonly count?: number
}

export interface Chips {
  readonly cursor: number
  /** Terms that were switched off, and where among all the chips they stand. */
  readonly off: readonly { readonly text: string; readonly at: number }[]
  /** By the term. */
  readonly counts: ReadonlyMap<string, number>
}

export const newChips = (): Chips => ({ cursor: 0, off: [], counts: new Map() })

/** From left to right. */
export function chipsOf({ chips, filter }: { readonly chips: Chips; readonly filter: AppliedFilter }): Chip[] {
  const { off, counts } = chips
  const withCount = (text: string, on: boolean): Chip => {
    const count = counts.get(text)
    return { text, on, ...(count !== undefined && { count }) }
  }
  const all = filter.filter.terms.map((term) => withCount(printFilter({ terms: [term] }), true))
  for (const { text, at } of off.toSorted((a, b) => a.at - b.at)) all.splice(at, 0, withCount(text, false))
  return all
}

/** Which term of the filter a chip is, or would be if it were on. */
export const termIndex = (all: readonly Chip[], index: number): number =>
  all.slice(0, index).filter(({ on }) => on).length

export const withOff = ({ off, ...rest }: Chips, text: string, at: number): Chips => ({
  ...rest,
  off: [...off.filter((each) => each.text !== text), { text, at }],
})

export const withoutOff = ({ off, ...rest }: Chips, text: string): Chips => ({
  ...rest,
  off: off.filter((each) => each.text !== text),
})

/** Where one chip is gone, those behind it move up. */
export const closeGap = ({ off, ...rest }: Chips, index: number): Chips => ({
  ...rest,
  off: off.map(({ text, at }) => ({ text, at: at > index ? at - 1 : at })),
})
