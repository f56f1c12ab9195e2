import type { Pattern } from './filter.js'
import { foldCase } from './fold.js'

export type Test = (text: string) => boolean

/** Whether text that `fold` has been applied to matches, whole, one of the patterns. */
export function wholeMatch(patterns: readonly Pattern[], fold: (text: string) => string = foldCase): Test {
  const literals = new Set(patterns.filter(isLiteral).map(({ runs }) => fold(runs[0]!)))
  const globs = patterns.filter((pattern) => !isLiteral(pattern)).map(({ runs }) => runs.map(fold))
  if (globs.length > 0) return (text) => literals.has(text) || globs.some((runs) => globMatches(runs, text))
  if (literals.size > 1) return (text) => literals.has(text)
  const [only] = literals
  return (text) => text === only
}

/** Whether a part of text that `foldCase` has been applied to matches one of the patterns. */
export function partMatch(patterns: readonly Pattern[]): Test {
  const needles = patterns.map(({ runs }) => runs.map(foldCase))
  return (text) => needles.some((runs) => runsFollow(runs, text, 0, text.length))
}

export function isLiteral({ runs }: Pattern): boolean {
  return runs.length === 1
}

/**
 * Each run is taken at its first place behind the one before: with no other
 * wildcard than `*` that is right, and nothing is ever tried twice.
 */
function globMatches(runs: readonly string[], text: string): boolean {
  const first = runs[0]!
  const last = runs.at(-1)!
  const end = text.length - last.length
  return (
    end >= first.length &&
    text.startsWith(first) &&
    text.endsWith(last) &&
    runsFollow(runs, text, first.length, end, 1, runs.length - 1)
  )
}

/** Whether the runs stand one behind the other in the text between `from` and `to`. */
function runsFollow(
  runs: readonly string[],
  text: string,
  from: number,
  to: number,
  begin = 0,
  end = runs.length,
): boolean {
  let at = from
  for (let i = begin; i < end; i++) {
    const run = runs[i]!
    const found = text.indexOf(run, at)
    if (found === -1 || found + run.length > to) return false
    at = found + run.length
  }
  return true
}
