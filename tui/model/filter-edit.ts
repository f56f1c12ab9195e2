import type { Filter, Pattern, PatternKey, Term } from '../../protocol/filter/filter.js'
import { foldCase } from '../../protocol/filter/fold.js'
import { parseFilter } from '../../protocol/filter/parse.js'
import { printFilter } from '../../protocol/filter/print.js'

type PatternTerm = Extract<Term, { readonly key: PatternKey }>

/** What a filter says about one value of a key. */
export type Standing = 'included' | 'excluded' | undefined

const isFor =
  (key: PatternKey, negated: boolean) =>
  (term: Term): term is PatternTerm =>
    term.key === key && term.negated === negated

const same = ({ runs }: Pattern, value: string): boolean => runs.length === 1 && foldCase(runs[0]!) === foldCase(value)

/** For a filter known to be readable. */
export function standingOf({ terms }: Filter, key: PatternKey, value: string): Standing {
  const named = (negated: boolean) =>
    terms.filter(isFor(key, negated)).some(({ values }) => values.some((v) => same(v, value)))
  return named(true) ? 'excluded' : named(false) ? 'included' : undefined
}

/** The filter with one value more or less among those it includes (or excludes): the values of a key are OR. */
export function toggleValue(text: string, key: PatternKey, value: string, standing: 'included' | 'excluded'): string {
  const negated = standing === 'excluded'
  const before = parseFilter(text)
  const had = standingOf(before, key, value) === standing
  const terms = withoutValue(before.terms, key, value)
  if (had) return printFilter({ terms })

  const pattern: Pattern = { runs: [value] }
  const at = terms.findIndex(isFor(key, negated))
  const found = terms[at]
  const term: Term =
    found !== undefined && isFor(key, negated)(found)
      ? { ...found, values: [...found.values, pattern] }
      : { key, values: [pattern], negated, column: 1 }
  return printFilter({ terms: at < 0 ? [...terms, term] : terms.with(at, term) })
}

function withoutValue(terms: readonly Term[], key: PatternKey, value: string): Term[] {
  return terms.flatMap((term): Term[] => {
    if (!isFor(key, term.negated)(term)) return [term]
    const values = term.values.filter((pattern) => !same(pattern, value))
    return values.length === 0 ? [] : [{ ...term, values }]
  })
}

/** One term more, unless the filter has it. */
export function withTerm(text: string, term: string): string {
  const [added] = parseFilter(term).terms
  const { terms } = parseFilter(text)
  const printed = printFilter({ terms: added === undefined ? [] : [added] })
  const has = terms.some((each) => printFilter({ terms: [each] }) === printed)
  return has || added === undefined ? text : printFilter({ terms: [...terms, added] })
}

/** The filter without what it says of one key: what a list of the key's values is counted under. */
export function withoutKey(text: string, key: PatternKey): string {
  const { terms } = parseFilter(text)
  return printFilter({ terms: terms.filter((term) => term.key !== key) })
}

export function withoutTermAt(text: string, at: number): string {
  return printFilter({ terms: parseFilter(text).terms.toSpliced(at, 1) })
}

/** With one term more as the one at `at`. */
export function withTermAt(text: string, at: number, term: string): string {
  return printFilter({ terms: parseFilter(text).terms.toSpliced(at, 0, ...parseFilter(term).terms) })
}

/** With a term negated, or no longer. */
export function turnedRound(text: string, at: number): string {
  const { terms } = parseFilter(text)
  return printFilter({ terms: terms.map((term, i) => (i === at ? { ...term, negated: !term.negated } : term)) })
}

/** The filter of another time: of all of it where `times` is empty, else `since:` and `until:` as told. */
export function withTimes(text: string, times: string): string {
  const { terms } = parseFilter(text)
  const others = terms.filter(({ key }) => key !== 'since' && key !== 'until')
  return printFilter({ terms: [...others, ...parseFilter(times).terms] })
}

/** One value of a key as a term. */
export const termFor = (key: PatternKey, value: string, negated = false): string =>
  printFilter({ terms: [{ key, values: [{ runs: [value] }], negated, column: 1 }] })
