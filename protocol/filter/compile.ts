import { aliasesOf } from '../catalogue.js'
import type { AuditEvent } from '../event.js'
import { FIELDS, type Field } from '../field.js'
import { parseTime } from '../time.js'
import { type Zone, zoneNamed } from '../zone.js'
import { someAt, someText } from './event-text.js'
import type { CompiledFilter, CompiledTerm, Filter, Pattern, PatternKey, Term } from './filter.js'
import { foldCase } from './fold.js'
import { isLiteral, partMatch, type Test, wholeMatch } from './pattern.js'
import { evaluateTime } from './time-expression.js'

export interface CompileOptions {
  /** ms since the Unix epoch; asked at each evaluation of a relative time. */
  readonly now: () => number
  /** The IANA zone in which dates and clock times are meant; default UTC. */
  readonly timeZone?: string
}

const FIELDS_OF = {
  actor: ['actor.id', 'actor.name', 'actor.email'],
  'actor.type': ['actor.type'],
  action: ['action'],
  area: ['area'],
  resource: ['resource.id', 'resource.name'],
  'resource.type': ['resource.type'],
  outcome: ['outcome'],
  workspace: ['workspace'],
  ip: ['ip'],
} as const satisfies Record<Exclude<PatternKey, 'id'>, readonly Field[]>

/** Makes a filter ready to run. Throws `invalid-request` for a time zone that is none. */
export function compileFilter(filter: Filter, { now, timeZone = 'UTC' }: CompileOptions): CompiledFilter {
  const zone = zoneNamed(timeZone)
  const terms = filter.terms.map((term) => compileTerm(term, now, zone))
  const byCost = terms.toSorted((a, b) => cost(a) - cost(b))
  return { terms, matches: (event) => byCost.every((term) => termMatches(term, event)) }
}

/** What is compared with fewest values is asked first, what needs the whole event last. */
function cost(term: CompiledTerm): number {
  if (term.kind === 'body') return Number.POSITIVE_INFINITY
  return term.kind === 'fields' ? term.fields.length : 1
}

/** Whether one term of a compiled filter holds for an event, its negation included. */
export function termMatches(term: CompiledTerm, event: AuditEvent): boolean {
  return holds(term, event) !== term.negated
}

function holds(term: CompiledTerm, event: AuditEvent): boolean {
  switch (term.kind) {
    case 'fields':
      return term.fields.some((field) => {
        const value = FIELDS[field](event)
        return value !== undefined && term.test(value)
      })
    case 'changes':
      return event.changes !== undefined && event.changes.length > 0
    case 'time': {
      const atMs = parseTime(event.timestamp) ?? Number.NaN
      return atMs >= term.since() && atMs < term.until()
    }
    case 'seq':
      return event.seq >= term.from && event.seq <= term.to
    case 'id':
      return term.test(event.id)
    case 'body':
      return term.test(event)
  }
}

function compileTerm(term: Term, now: () => number, zone: Zone): CompiledTerm {
  const { negated } = term
  switch (term.key) {
    case 'text': {
      const test = partMatch(term.values)
      const runs = term.values.map((value) => value.runs.map(foldCase))
      return { kind: 'body', negated, runs, test: (event) => someText(event, test) }
    }
    case 'details': {
      const test = wholeMatch(term.values)
      // What begins otherwise than an object does is the whole of a text or number, and no JSON with escapes in it.
      const runs = term.values.map(({ runs }) => (/^[^{]/.test(runs[0]!) ? runs.map(foldCase) : []))
      return { kind: 'body', negated, runs, test: (event) => someAt(event.details, term.path, test) }
    }
    case 'has':
      return { kind: 'changes', negated }
    case 'seq': {
      const [only, ...more] = term.ranges
      if (only !== undefined && more.length === 0) return { kind: 'seq', negated, ...only }
      return { kind: 'body', negated, test: ({ seq }) => term.ranges.some(({ from, to }) => seq >= from && seq <= to) }
    }
    case 'since':
      return { kind: 'time', negated, since: evaluateTime(term.time, now, zone), until: () => Number.POSITIVE_INFINITY }
    case 'until':
      return { kind: 'time', negated, since: () => Number.NEGATIVE_INFINITY, until: evaluateTime(term.time, now, zone) }
    case 'id':
      return compileId(term.values, negated)
    case 'action':
      return { kind: 'fields', negated, fields: FIELDS_OF.action, test: actionTest(term.values) }
    default: {
      const test = wholeMatch(term.values)
      return {
        kind: 'fields',
        negated,
        fields: FIELDS_OF[term.key],
        test: remembered((value) => test(foldCase(value))),
      }
    }
  }
}

/** An id is compared as it is: two that differ in case are two events, and one looked up needs no scan. */
function compileId(values: readonly Pattern[], negated: boolean): CompiledTerm {
  const test = wholeMatch(values, (text) => text)
  if (!values.every(isLiteral)) return { kind: 'id', negated, test }
  return { kind: 'id', negated, exact: values.map(({ runs }) => runs[0]!), test }
}

/** An action matches by any spelling it has. */
function actionTest(values: readonly Pattern[]): Test {
  const test = wholeMatch(values)
  return remembered((action) => test(foldCase(action)) || aliasesOf(action).some((alias) => test(foldCase(alias))))
}

/** Values of fields are few and repeat, so answers are kept, as many as stay small. */
function remembered(test: Test): Test {
  const known = new Map<string, boolean>()
  return (value) => {
    let answer = known.get(value)
    if (answer === undefined) {
      answer = test(value)
      if (known.size >= 1000) known.clear()
      known.set(value, answer)
    }
    return answer
  }
}
