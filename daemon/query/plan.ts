import type { AuditEvent } from '../../protocol/event.js'
import { compileFilter } from '../../protocol/filter/compile.js'
import type { CompiledTerm } from '../../protocol/filter/filter.js'
import { COLUMN_OF_FIELD, columnNumber } from '../store/columns.js'
import { askedFilter, type Within } from './asked-filter.js'
import { needlesIn } from './needles.js'

/** A filter, taken apart into what columns can answer and what needs whole events; fixed at one moment. */
export interface Plan {
  /** Inclusive and exclusive bounds of the timestamp, ms. */
  readonly sinceMs: number
  readonly untilMs: number
  /** Bounds of seq, both inclusive. */
  readonly fromSeq: number
  readonly toSeq: number
  readonly columns: readonly ColumnTerm[]
  /** Any of these ids, and no other, can match. */
  readonly ids: readonly string[] | undefined
  /** Whether rows that pass all of the above must still be asked by `matches`. */
  readonly residual: boolean
  /** Of each of these, one must stand in some text of an event that matches, its case folded. */
  readonly needles: readonly (readonly string[])[]
  /** The whole truth about one event. */
  matches(event: AuditEvent): boolean
}

export interface ColumnTerm {
  readonly column: number
  /** Of a value of the column. */
  holds(value: string): boolean
}

export interface Bounds {
  readonly nowMs: number
  /** Nothing older is shown. */
  readonly cutoffMs: number
  readonly asOf: number
}

/** Throws `invalid-filter`. */
export function planOf(
  { timeZone, ...asked }: { readonly filter?: string; readonly timeZone?: string } & Within,
  { nowMs, cutoffMs, asOf }: Bounds,
): Plan {
  const compiled = compileFilter(askedFilter(asked), { now: () => nowMs, ...(timeZone !== undefined && { timeZone }) })
  let [sinceMs, untilMs] = [cutoffMs, Number.POSITIVE_INFINITY]
  let [fromSeq, toSeq] = [1, asOf]
  let ids: readonly string[] | undefined
  let residual = false
  const columns: ColumnTerm[] = []
  const needles: (readonly string[])[] = []
  for (const term of compiled.terms) {
    if (term.kind === 'fields') columns.push(...columnTerms(term))
    else if (term.kind === 'changes') {
      const { negated } = term
      columns.push({ column: columnNumber('changes'), holds: (value) => (value !== '') !== negated })
    } else if (term.kind === 'time' && !term.negated) {
      sinceMs = Math.max(sinceMs, term.since())
      untilMs = Math.min(untilMs, term.until())
    } else if (term.kind === 'seq' && !term.negated) {
      fromSeq = Math.max(fromSeq, term.from)
      toSeq = Math.min(toSeq, term.to)
    } else {
      if (term.kind === 'id' && !term.negated) ids ??= term.exact
      if (term.kind === 'body' && !term.negated) needles.push(needlesIn(term.runs))
      residual = true
    }
  }
  const matches = (event: AuditEvent) => {
    if (event.seq < fromSeq || event.seq > toSeq || !compiled.matches(event)) return false
    const ms = Date.parse(event.timestamp)
    return ms >= sinceMs && ms < untilMs
  }
  return {
    sinceMs,
    untilMs,
    fromSeq,
    toSeq,
    columns,
    ids,
    residual,
    needles: needles.filter(({ length }) => length > 0),
    matches,
  }
}

/** Fields of one term share a column, so a term is one test of the column's value. */
function columnTerms({ fields, negated, test }: Extract<CompiledTerm, { kind: 'fields' }>): ColumnTerm[] {
  const readers = fields.map((field) => COLUMN_OF_FIELD.get(field)!)
  const column = readers[0]!.column
  if (readers.some((reader) => reader.column !== column))
    throw new TypeError(`Cannot plan a term over several columns: ${fields.join(', ')}`)
  const holds = (value: string) => {
    const found = readers.some(({ read }) => {
      const text = read(value)
      return text !== undefined && test(text)
    })
    return found !== negated
  }
  return [{ column, holds }]
}
