import { mistake } from '../../../protocol/filter/mistake.js'

export const SYMBOLS = ['!=', '>=', '<=', '=', '>', '<', '!', '(', ')', '[', ']', ','] as const
export const KEYWORDS = ['and', 'or', 'in', 'true', 'false', 'null'] as const

export type SymbolText = (typeof SYMBOLS)[number]
export type Keyword = (typeof KEYWORDS)[number]

/** `text` is how it was written. A `stray` is a character that begins nothing. */
export type Token = { readonly column: number; readonly text: string } & (
  | { readonly kind: 'symbol'; readonly symbol: SymbolText }
  | { readonly kind: 'keyword'; readonly keyword: Keyword }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'path'; readonly names: readonly string[] }
  | { readonly kind: 'stray' }
  | { readonly kind: 'end' }
)

const SPACE = /^[ \t\r\n]$/
const DIGIT = /^[0-9]$/
const NAME_BEGIN = /^[A-Za-z_]$/
const NAME = /^[A-Za-z0-9_-]$/
/** Ends a name without a complaint. */
const BEHIND_NAME = /^[ \t\r\n!=<>()[\],.'"]$/

/** Splits FQL into tokens, the last of which is the end. Throws `invalid-filter` with the column. */
export function tokenize(source: string): Token[] {
  const chars = [...source]
  const tokens: Token[] = []
  let at = 0
  while (at < chars.length) {
    if (SPACE.test(chars[at]!)) {
      at++
      continue
    }
    const [token, next] = tokenAt(chars, at)
    tokens.push(token)
    at = next
  }
  tokens.push({ kind: 'end', column: chars.length + 1, text: '' })
  return tokens
}

/** The token that begins at a place, and the place behind it. */
function tokenAt(chars: readonly string[], at: number): [Token, number] {
  const char = chars[at]!
  const column = at + 1
  if (char === '"' || char === "'") return stringAt(chars, at)
  if (DIGIT.test(char) || ((char === '+' || char === '-') && DIGIT.test(chars[at + 1] ?? '')))
    return numberAt(chars, at)
  if (NAME_BEGIN.test(char) || char === '\\') return pathAt(chars, at)
  const symbol = SYMBOLS.find((text) => text === char + (text.length === 2 ? chars[at + 1] : ''))
  if (symbol === undefined) return [{ kind: 'stray', column, text: char }, at + 1]
  return [{ kind: 'symbol', symbol, column, text: symbol }, at + symbol.length]
}

/** A string has no escapes: it ends at the next quote of its kind. */
function stringAt(chars: readonly string[], at: number): [Token, number] {
  const end = chars.indexOf(chars[at]!, at + 1)
  if (end === -1) throw mistake(at + 1, `expected a closing ${chars[at]} for this one`)
  const value = chars.slice(at + 1, end).join('')
  return [{ kind: 'string', value, column: at + 1, text: chars.slice(at, end + 1).join('') }, end + 1]
}

function numberAt(chars: readonly string[], at: number): [Token, number] {
  let end = at + 1
  const digits = () => {
    while (DIGIT.test(chars[end] ?? '')) end++
  }
  digits()
  if (chars[end] === '.') {
    end++
    if (!DIGIT.test(chars[end] ?? ''))
      throw mistake(end + 1, `expected a digit after the point, ${gotChar(chars[end])}`)
    digits()
  }
  const text = chars.slice(at, end).join('')
  const value = Number(text)
  if (!Number.isFinite(value)) throw mistake(at + 1, 'expected a number below 1.8e308')
  return [{ kind: 'number', value, column: at + 1, text }, end]
}

function pathAt(chars: readonly string[], at: number): [Token, number] {
  const names: string[] = []
  let end = at
  do {
    if (names.length > 0) end++
    let name = ''
    while (end < chars.length) {
      const char = chars[end]!
      if (char === '\\') {
        const escaped = chars[end + 1]
        if (escaped === undefined) throw mistake(end + 1, 'expected a character after \\')
        name += escaped
        end += 2
      } else if (NAME.test(char)) {
        name += char
        end++
      } else if (BEHIND_NAME.test(char)) break
      else throw mistake(end + 1, `expected a \\ before such a character in a field name, ${gotChar(char)}`)
    }
    if (name === '') throw mistake(end + 1, `expected a field name after the dot, ${gotChar(chars[end])}`)
    names.push(name)
  } while (chars[end] === '.')
  const text = chars.slice(at, end).join('')
  const keyword = KEYWORDS.find((word) => word === text)
  if (keyword !== undefined) return [{ kind: 'keyword', keyword, column: at + 1, text }, end]
  return [{ kind: 'path', names, column: at + 1, text }, end]
}

/** One character for a message; what has no look of its own by its number. */
export function gotChar(char: string | undefined): string {
  if (char === undefined) return 'got the end'
  if (/^[\p{L}\p{N}\p{P}\p{S}]$/u.test(char)) return `got ${char === '"' ? `'"'` : `"${char}"`}`
  return `got U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`
}
