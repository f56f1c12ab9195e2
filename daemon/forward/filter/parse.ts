import { got, mistake } from '../../../protocol/filter/mistake.js'
import type { ComparisonOperator, Expression } from './expression.js'
import { FUNCTIONS, isFunctionName } from './functions.js'
import { gotChar, type SymbolText, type Token, tokenize } from './token.js'

/** Brackets within brackets; more would be an attack on the stack. */
const MAX_DEPTH = 64

const COMPARISONS: ReadonlySet<string> = new Set<ComparisonOperator>(['=', '!=', '>', '>=', '<', '<=', 'in'])

/**
 * Reads FQL:
 *
 *     or := and ("or" and)*      and := not ("and" not)*      not := "!" condition | comparison
 *     comparison := value (("=" | "!=" | ">" | ">=" | "<" | "<=" | "in") value)?
 *     value := string | number | "true" | "false" | "null" | list | function | path | "(" or ")"
 *     condition := "true" | "false" | "null" | function | path | "(" or ")"
 *
 * Throws `invalid-filter` with the column of the first mistake.
 */
export function parseExpression(source: string): Expression {
  const tokens = tokenize(source)
  let at = 0
  let depth = 0

  const isSymbol = (symbol: SymbolText) => {
    const token = tokens[at]!
    return token.kind === 'symbol' && token.symbol === symbol
  }
  const isKeyword = (keyword: string) => {
    const token = tokens[at]!
    return token.kind === 'keyword' && token.keyword === keyword
  }
  const expected = (what: string) => mistake(tokens[at]!.column, `expected ${what}, ${gotToken(tokens[at]!)}`)

  function nested<T>(column: number, read: () => T): T {
    if (depth === MAX_DEPTH) throw mistake(column, `expected at most ${MAX_DEPTH} brackets within each other`)
    depth++
    const result = read()
    depth--
    return result
  }

  function chain(word: 'and' | 'or', next: () => Expression): Expression {
    const first = next()
    if (!isKeyword(word)) return first
    const operands = [first]
    while (isKeyword(word)) {
      at++
      operands.push(next())
    }
    return { kind: word, operands, column: first.column }
  }
  const or = (): Expression => chain('or', () => chain('and', not))

  function not(): Expression {
    const { column } = tokens[at]!
    if (!isSymbol('!')) return comparison()
    at++
    const token = tokens[at]!
    const literal = token.kind === 'string' || token.kind === 'number'
    if (literal || isSymbol('[') || isSymbol('!')) throw expected('a field, a function or "(" after "!"')
    return { kind: 'not', operand: value('a field, a function or "(" after "!"'), column }
  }

  function comparison(): Expression {
    const left = value('a value')
    const { column, text } = tokens[at]!
    if (!COMPARISONS.has(text)) return left
    at++
    return {
      kind: 'comparison',
      operator: text as ComparisonOperator,
      left,
      right: value(`a value after "${text}"`),
      column,
    }
  }

  function value(what: string): Expression {
    const token = tokens[at]!
    const { column } = token
    switch (token.kind) {
      case 'string':
      case 'number':
        at++
        return { kind: 'literal', value: token.value, column }
      case 'path':
        at++
        return isSymbol('(') ? call(token) : { kind: 'path', names: token.names, column }
      case 'keyword':
        if (token.keyword === 'and' || token.keyword === 'or' || token.keyword === 'in') throw expected(what)
        at++
        return { kind: 'literal', value: token.keyword === 'null' ? null : token.keyword === 'true', column }
      case 'symbol':
        if (token.symbol === '[') return { kind: 'list', items: items('[', ']'), column }
        if (token.symbol === '(') return group()
        throw expected(what)
      default:
        throw expected(what)
    }
  }

  function group(): Expression {
    const { column } = tokens[at]!
    at++
    const inner = nested(column, or)
    if (!isSymbol(')')) throw expected(`${continuation(inner)} or ")" for the "(" in column ${column}`)
    at++
    return inner
  }

  function call({ column, text: name }: Token): Expression {
    if (!isFunctionName(name)) {
      throw mistake(column, `expected one of the functions ${Object.keys(FUNCTIONS).join(', ')}, ${got(name)}`)
    }
    const args = items('(', ')')
    const { takes } = FUNCTIONS[name]
    if (args.length !== takes.length) {
      throw mistake(
        column,
        `expected ${takes.length} ${takes.length === 1 ? 'value' : 'values'} for ${name}, got ${args.length}`,
      )
    }
    return { kind: 'call', name, args, column }
  }

  function items(opening: '(' | '[', closing: ')' | ']'): Expression[] {
    const { column } = tokens[at]!
    at++
    const found: Expression[] = []
    nested(column, () => {
      if (!isSymbol(closing)) found.push(value(`a value or "${closing}"`))
      while (isSymbol(',')) {
        at++
        found.push(value('a value after ","'))
      }
    })
    if (!isSymbol(closing)) throw expected(`"," or "${closing}" for the "${opening}" in column ${column}`)
    at++
    return found
  }

  const whole = or()
  if (tokens[at]!.kind !== 'end') throw expected(`${continuation(whole)} or the end`)
  return whole
}

/** What may follow an expression, by its kind. */
function continuation({ kind }: Expression): string {
  return ['comparison', 'not', 'and', 'or'].includes(kind) ? '"and", "or"' : 'an operator'
}

function gotToken({ kind, text }: Token): string {
  if (kind === 'end') return 'got the end'
  if (kind === 'stray') return gotChar(text)
  return kind === 'string' ? `got ${text.length > 40 ? `${text.slice(0, 40)}…` : text}` : got(text)
}
