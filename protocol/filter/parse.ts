import type { Filter, Pattern, SeqRange, Term, TimeExpression } from './filter.js'
import { KNOWN_KEYS, nearestKey } from './keys.js'
import { got, mistake } from './mistake.js'
import { wholeMatch } from './pattern.js'
import { parseTimeExpression, TIME_FORMS } from './time-expression.js'
import { cutAtPlain, splitAtPlain, splitWords, textOf, type Word, withoutPrefix } from './word.js'

/**
 * Reads the filter language: terms are AND, `,` is OR, `-` negates, `*` globs,
 * `"` holds spaces and commas together, `\` makes the next character literal.
 * Throws `invalid-filter` with the column of the first mistake.
 */
export function parseFilter(text: string): Filter {
  return { terms: splitWords(text).map(parseTerm) }
}

/** Reads a text that is one term, its white space included. Throws as `parseFilter` does. */
export function parseLoneTerm(text: string): Filter {
  return { terms: splitWords(text, 'literal').map(parseTerm) }
}

function parseTerm(word: Word): Term {
  const { column } = word
  const behindMinus = withoutPrefix(word, '-')
  const negated = behindMinus !== undefined
  const term = behindMinus ?? word
  if (term.chars.length === 0) throw mistake(term.column, 'expected a term after -')
  const [key, value] = cutAtPlain(term, ':') ?? []
  const keyed: Keyed =
    key === undefined || value === undefined ? { key: 'text', values: parsePatterns(term) } : parseKeyed(key, value)
  return { ...keyed, negated, column }
}

type Keyed = Term extends infer T ? (T extends Term ? Omit<T, 'negated' | 'column'> : never) : never

function parseKeyed(keyWord: Word, value: Word): Keyed {
  const key = textOf(keyWord)
  if (key.startsWith('details.')) return { key: 'details', path: parsePath(keyWord), values: parsePatterns(value) }
  switch (key) {
    case 'actor':
    case 'action':
    case 'area':
    case 'resource':
    case 'resource.type':
    case 'workspace':
    case 'id':
    case 'ip':
      return { key, values: parsePatterns(value) }
    case 'outcome':
      return { key, values: parseClosed(value, 'success', 'failure') }
    case 'actor.type':
      return { key, values: parseClosed(value, 'user', 'token', 'system') }
    case 'has':
      return parseHas(value)
    case 'seq':
      return { key, ranges: splitValues(value).map(parseRange) }
    case 'since':
    case 'until':
      return { key, time: parseTimeValue(key, value) }
    default:
      throw unknownKey(key, keyWord.column)
  }
}

function unknownKey(key: string, column: number): Error {
  const nearest = nearestKey(key)
  const expected =
    nearest === undefined ? `one of the keys ${Object.keys(KNOWN_KEYS).join(', ')}` : `the key ${nearest}`
  return mistake(column, `expected ${expected}, ${got(key)}; text that holds a colon stands in quotes`)
}

function splitValues(value: Word): Word[] {
  const parts = splitAtPlain(value, ',')
  for (const { chars, column } of parts) if (chars.length === 0) throw mistake(column, 'expected a value')
  return parts
}

function parsePatterns(value: Word): Pattern[] {
  return splitValues(value).map(parsePattern)
}

function parsePattern({ chars }: Word): Pattern {
  const runs = ['']
  let behindGlob = false
  for (const { text, written } of chars) {
    if (text === '*' && written !== 'escaped') {
      // `**` is `*`.
      if (!behindGlob) runs.push('')
      behindGlob = true
    } else if (text !== '') {
      runs[runs.length - 1] += text
      behindGlob = false
    }
  }
  return { runs }
}

/** Values of a field that has only these: one that can match none of them is a mistake, not an empty answer. */
function parseClosed(value: Word, ...allowed: readonly string[]): Pattern[] {
  return splitValues(value).map((part) => {
    const pattern = parsePattern(part)
    if (!allowed.some(wholeMatch([pattern])))
      throw mistake(part.column, `expected ${allowed.join(' or ')}, ${got(textOf(part))}`)
    return pattern
  })
}

function parsePath(key: Word): string[] {
  const [, ...names] = splitAtPlain(key, '.')
  const empty = names.find(({ chars }) => chars.length === 0)
  if (names.length === 0) throw mistake(key.column, 'expected details.<path>, its first dot neither quoted nor escaped')
  if (empty !== undefined) throw mistake(empty.column, 'expected a name after the dot')
  return names.map(textOf)
}

function parseHas(value: Word): Keyed {
  const text = textOf(value)
  if (text !== 'changes') throw mistake(value.column, `expected changes after has:, ${got(text)}`)
  return { key: 'has', value: text }
}

function parseRange(value: Word): SeqRange {
  const text = textOf(value)
  const [, first, dots, last] = /^(\d*)(\.\.)?(\d*)$/.exec(text) ?? []
  if (first === undefined || last === undefined || first + last === '') {
    throw mistake(value.column, `expected a number or a range as 100..200 after seq:, ${got(text)}`)
  }
  const from = Number(first)
  const to = dots === undefined ? from : last === '' ? Number.POSITIVE_INFINITY : Number(last)
  if (!Number.isSafeInteger(from) || (last !== '' && !Number.isSafeInteger(to))) {
    throw mistake(value.column, `expected a number up to ${Number.MAX_SAFE_INTEGER} after seq:, ${got(text)}`)
  }
  if (to < from)
    throw mistake(value.column, `expected a range that does not end before it begins after seq:, ${got(text)}`)
  return { from, to }
}

function parseTimeValue(key: string, value: Word): TimeExpression {
  const text = textOf(value)
  const time = parseTimeExpression(text)
  if (time === undefined) throw mistake(value.column, `expected ${TIME_FORMS} after ${key}:, ${got(text)}`)
  return time
}
