import type { AuditEvent } from '../event.js'
import type { Field } from '../field.js'

/** A value pattern: literal text with `*` as a glob. Literal parts are kept as written; matching folds case. */
export interface Pattern {
  /** Literal runs between the globs: `["Source ", ""]` is `Source *`; one run alone matches the whole value. */
  readonly runs: readonly string[]
}

/** One term of a filter: values are OR, terms are AND. `column` (from 1, in code points) is where it stood in the source text. */
export type Term = { readonly negated: boolean; readonly column: number } & (
  | { readonly key: 'text'; readonly values: readonly Pattern[] }
  | { readonly key: PatternKey; readonly values: readonly Pattern[] }
  | { readonly key: 'details'; readonly path: readonly string[]; readonly values: readonly Pattern[] }
  | { readonly key: 'has'; readonly value: 'changes' }
  | { readonly key: 'seq'; readonly ranges: readonly SeqRange[] }
  | { readonly key: 'since' | 'until'; readonly time: TimeExpression }
)

export type PatternKey =
  | 'actor'
  | 'actor.type'
  | 'action'
  | 'area'
  | 'resource'
  | 'resource.type'
  | 'outcome'
  | 'workspace'
  | 'id'
  | 'ip'

/** Both ends inclusive; `to` is Infinity where the range is open. */
export interface SeqRange {
  readonly from: number
  readonly to: number
}

/** A time as written: an instant, a local date or clock time, or an age before now (`now` is the age 0). */
export type TimeExpression =
  | { readonly kind: 'instant'; readonly atMs: number }
  | { readonly kind: 'date'; readonly text: string }
  | { readonly kind: 'clock'; readonly text: string }
  | { readonly kind: 'ago'; readonly ms: number }

/** A parsed filter. No terms: everything. */
export interface Filter {
  readonly terms: readonly Term[]
}

/**
 * A filter ready to run. A term of kind `fields` holds when any of its fields is
 * present and passes `test` (then negated if `negated`); an index evaluates it on
 * distinct values instead of events. `body` terms need the whole event.
 * Times are evaluated at each call, so that `since:15m` slides where `now` does.
 */
export interface CompiledFilter {
  readonly terms: readonly CompiledTerm[]
  matches(event: AuditEvent): boolean
}

export type CompiledTerm =
  | {
      readonly kind: 'fields'
      readonly fields: readonly Field[]
      readonly negated: boolean
      test(value: string): boolean
    }
  | { readonly kind: 'changes'; readonly negated: boolean }
  | {
      readonly kind: 'time'
      readonly negated: boolean /** ms, inclusive */
      since(): number /** ms, exclusive */
      until(): number
    }
  | {
      readonly kind: 'seq'
      readonly negated: boolean /** inclusive */
      readonly from: number /** inclusive; may be Infinity */
      readonly to: number
    }
  | {
      readonly kind: 'id'
      readonly negated: boolean /** Ids to look up, where every value is literal. */
      readonly exact?: readonly string[]
      test(id: string): boolean
    }
  | {
      readonly kind: 'body'
      readonly negated: boolean
      /** For each value what must stand in one text of an event that passes, folded. Absent where the term is not about text. */
      readonly runs?: readonly (readonly string[])[]
      test(event: AuditEvent): boolean
    }
