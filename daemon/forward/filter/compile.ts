import { mistake } from '../../../protocol/filter/mistake.js'
import { EvaluationError } from './evaluation-error.js'
import type { ComparisonOperator, Expression } from './expression.js'
import { type FqlFunction, FUNCTIONS } from './functions.js'
import { compileGlob } from './glob.js'
import { readerOf } from './path.js'
import { SEMVER_OPERATORS } from './semver.js'
import { aTypeOf, same, typeOf, type Value, type ValueType } from './value.js'

export type Condition = (payload: unknown) => boolean
type Evaluate = (payload: unknown) => Value

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>

/** Longer patterns out of an event would let its sender choose how long they take. */
const MAX_PATTERN_FROM_EVENT = 512

/**
 * Makes an expression ready to be asked whether it holds. What it returns throws an
 * EvaluationError for an event that the expression has no answer for. Throws
 * `invalid-filter` where it could have one for no event at all.
 */
export function compileCondition(expression: Expression): Condition {
  switch (expression.kind) {
    case 'and': {
      const all = expression.operands.map(compileCondition)
      return (payload) => {
        for (const holds of all) if (!holds(payload)) return false
        return true
      }
    }
    case 'or': {
      const any = expression.operands.map(compileCondition)
      return (payload) => {
        for (const holds of any) if (holds(payload)) return true
        return false
      }
    }
    case 'not': {
      const holds = compileCondition(expression.operand)
      return (payload) => !holds(payload)
    }
    case 'comparison':
      return compileComparison(expression)
    default: {
      const { column } = expression
      const type = staticType(expression)
      if (type !== undefined && type !== 'bool' && type !== 'null') {
        throw mistake(column, `expected something true or false, got ${aTypeOf(type)}`)
      }
      const evaluate = compileValue(expression)
      return (payload) => {
        const value = evaluate(payload)
        if (typeof value === 'boolean') return value
        if (value === null) return false
        throw new EvaluationError(column, `expected true, false or null, got ${aTypeOf(typeOf(value))}`)
      }
    }
  }
}

function compileValue(expression: Expression): Evaluate {
  switch (expression.kind) {
    case 'literal': {
      const { value } = expression
      return () => value
    }
    case 'path':
      return readerOf(expression.names) as Evaluate
    case 'list': {
      const constant = constantItems(expression)
      if (constant !== undefined) return () => constant
      const items = expression.items.map(compileValue)
      return (payload) => items.map((item) => item(payload))
    }
    case 'call':
      return compileCall(expression)
    default:
      return compileCondition(expression)
  }
}

function compileComparison({ operator, left, right, column }: Of<'comparison'>): Condition {
  if (operator === 'in') return compileMembership(left, right)
  const a = compileValue(left)
  const b = compileValue(right)
  if (operator === '=') {
    // What is written down is mostly a text, and equal to that text alone.
    if (right.kind === 'literal') return (payload) => a(payload) === right.value
    return (payload) => same(a(payload), b(payload))
  }
  if (operator === '!=') {
    const equal = compileComparison({ kind: 'comparison', operator: '=', left, right, column })
    return (payload) => !equal(payload)
  }
  const ordered = ORDERED[operator]
  return (payload) => {
    const x = a(payload)
    const y = b(payload)
    return typeof x === 'number' && typeof y === 'number' && ordered(x, y)
  }
}

const ORDERED: Readonly<Record<Exclude<ComparisonOperator, '=' | '!=' | 'in'>, (a: number, b: number) => boolean>> = {
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
}

function compileMembership(left: Expression, right: Expression): Condition {
  const type = staticType(right)
  if (type !== undefined && type !== 'list' && type !== 'null') {
    throw mistake(right.column, `expected a list after in, got ${aTypeOf(type)}`)
  }
  const evaluate = compileValue(left)
  const constant = right.kind === 'list' ? constantItems(right) : undefined
  if (constant !== undefined) {
    const known = new Set<unknown>(constant)
    return (payload) => known.has(evaluate(payload))
  }
  const list = compileValue(right)
  return (payload) => {
    const items = list(payload)
    if (items === null) return false
    if (!Array.isArray(items)) throw new EvaluationError(right.column, `expected a list, got ${aTypeOf(typeOf(items))}`)
    const value = evaluate(payload)
    return items.some((item) => same(item ?? null, value))
  }
}

function compileCall({ name, args, column }: Of<'call'>): Evaluate {
  const { takes, call }: FqlFunction = FUNCTIONS[name]
  const evaluated = args.map((arg, i) => {
    const type = staticType(arg)
    if (type !== undefined && !accepts(takes[i]!, type)) {
      throw mistake(arg.column, `expected ${aTypeOf(...takes[i]!)} in ${name}, got ${aTypeOf(type)}`)
    }
    const evaluate = compileValue(arg)
    return (payload: unknown) => {
      const value = evaluate(payload)
      const found = typeOf(value)
      if (accepts(takes[i]!, found)) return value
      throw new EvaluationError(arg.column, `expected ${aTypeOf(...takes[i]!)} in ${name}, got ${aTypeOf(found)}`)
    }
  })
  if (name === 'match') return compileMatch(args[1]!, evaluated[0]!, evaluated[1]!)
  if (name === 'semver') checkSemverOperator(args[1]!)
  const answered = (value: Value | undefined): Value => {
    if (value !== undefined) return value
    throw new EvaluationError(column, `${name} has no answer for this string`)
  }
  const [a, b] = evaluated
  if (evaluated.length === 1) return (payload) => answered(call(a!(payload)))
  if (evaluated.length === 2) return (payload) => answered(call(a!(payload), b!(payload)))
  return (payload) => answered(call(...evaluated.map((evaluate) => evaluate(payload))))
}

function accepts(types: readonly ValueType[], type: ValueType): boolean {
  return type === 'null' || types.includes(type)
}

function compileMatch({ kind, column, ...pattern }: Expression, text: Evaluate, globText: Evaluate): Evaluate {
  if (kind === 'literal' && 'value' in pattern && typeof pattern.value === 'string') {
    // The pattern begins behind its opening quote.
    const test = compileGlob(pattern.value, (offset, expectation) => mistake(column + 1 + offset, expectation))
    return (payload) => {
      const value = text(payload)
      return typeof value === 'string' && test(value)
    }
  }
  return (payload) => {
    const value = text(payload)
    const glob = globText(payload)
    if (typeof value !== 'string' || typeof glob !== 'string') return false
    if (glob.length > MAX_PATTERN_FROM_EVENT) {
      throw new EvaluationError(column, `expected a pattern of at most ${MAX_PATTERN_FROM_EVENT} characters`)
    }
    return compileGlob(glob, (_, expectation) => new EvaluationError(column, `in the pattern: ${expectation}`))(value)
  }
}

function checkSemverOperator(operator: Expression): void {
  if (operator.kind !== 'literal' || operator.value === null || SEMVER_OPERATORS.includes(String(operator.value)))
    return
  throw mistake(operator.column, `expected one of ${SEMVER_OPERATORS.join(' ')} in semver, got "${operator.value}"`)
}

/** The items of a list of literals. */
function constantItems({ items }: Of<'list'>): readonly Value[] | undefined {
  const literals = items.filter((item) => item.kind === 'literal')
  return literals.length === items.length ? literals.map(({ value }) => value) : undefined
}

/** The type an expression has for every event, null aside; undefined where the event decides. */
function staticType(expression: Expression): ValueType | undefined {
  switch (expression.kind) {
    case 'literal':
      return typeOf(expression.value)
    case 'path':
      return undefined
    case 'list':
      return 'list'
    case 'call':
      return FUNCTIONS[expression.name].gives
    default:
      return 'bool'
  }
}
