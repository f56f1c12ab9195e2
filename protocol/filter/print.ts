import type { Filter, Pattern, SeqRange, Term } from './filter.js'
import { printTimeExpression } from './time-expression.js'

/** The filter as text, always the same for the same filter: `parseFilter` gives it back, columns apart. */
export function printFilter({ terms }: Filter): string {
  return terms.map((term) => (term.negated ? '-' : '') + printTerm(term)).join(' ')
}

function printTerm(term: Term): string {
  switch (term.key) {
    case 'text':
      return printWords(term.values)
    case 'details':
      return `details.${term.path.map(printName).join('.')}:${printPatterns(term.values)}`
    case 'has':
      return `has:${term.value}`
    case 'seq':
      return `seq:${term.ranges.map(printRange).join(',')}`
    case 'since':
    case 'until':
      return `${term.key}:${printTimeExpression(term.time)}`
    default:
      return `${term.key}:${printPatterns(term.values)}`
  }
}

function printPatterns(patterns: readonly Pattern[]): string {
  return patterns.map((pattern) => quoteWhere(/[\s,]/, pattern)).join(',')
}

/** Words further keep a colon from ending a key and a minus from negating. */
function printWords(patterns: readonly Pattern[]): string {
  return patterns.map((pattern) => quoteWhere(/[\s,:]|^-/, pattern)).join(',')
}

function printName(name: string): string {
  return quoteWhere(/[\s,:.]/, { runs: [name] })
}

function quoteWhere(special: RegExp, { runs }: Pattern): string {
  const text = runs.map((run) => run.replace(/["\\*]/g, '\\$&')).join('*')
  return text === '' || special.test(text) ? `"${text}"` : text
}

function printRange({ from, to }: SeqRange): string {
  if (from === to) return `${from}`
  return to === Number.POSITIVE_INFINITY ? `${from}..` : `${from === 0 ? '' : from}..${to}`
}
