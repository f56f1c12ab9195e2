import type { FunctionName } from './functions.js'
import type { Value } from './value.js'

export type ComparisonOperator = '=' | '!=' | '>' | '>=' | '<' | '<=' | 'in'

/** A parsed FQL expression; `column` is where it begins, of a comparison that of its operator. */
export type Expression = { readonly column: number } & (
  | { readonly kind: 'literal'; readonly value: Exclude<Value, object> }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'path'; readonly names: readonly string[] }
  | { readonly kind: 'call'; readonly name: FunctionName; readonly args: readonly Expression[] }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Expression[] }
  | {
      readonly kind: 'comparison'
      readonly operator: ComparisonOperator
      readonly left: Expression
      readonly right: Expression
    }
)
