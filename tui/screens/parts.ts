import { type Line, lineColumns } from '../view/text.js'

/** A part of a line that says several things; where there is little room, the one with the highest number gives way first. */
export interface Part {
  /** What it says, the longest first; one that may go altogether ends with nothing. */
  readonly forms: readonly [Line, ...Line[]]
  readonly goes: number
  /** It belongs to the part before it. */
  readonly close?: boolean
}

export const NOTHING: Line = []

/** Each part in the longest form that leaves the others room, as `widthOf` has it. */
export function fitParts(
  parts: readonly Part[],
  columns: number,
  widthOf: (lines: readonly Line[]) => number = (lines) => lines.reduce((sum, line) => sum + lineColumns(line), 0),
): Line[] {
  const forms = parts.map(() => 0)
  const shown = () => parts.map(({ forms: all }, i) => all[forms[i]!]!)
  while (widthOf(shown()) > columns) {
    const giving = parts.flatMap(({ forms: all, goes }, i) => (forms[i]! + 1 < all.length ? [{ i, goes }] : []))
    if (giving.length === 0) break
    const { i } = giving.reduce((a, b) => (b.goes > a.goes ? b : a))
    forms[i]!++
  }
  return shown()
}
