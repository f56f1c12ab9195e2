import { mistake } from './mistake.js'

/**
 * One code point and how it was written: `,` `:` `-` and `.` mean something only
 * plain, `*` also quoted. An opening quote leaves an empty quoted character, which
 * tells `""` from nothing.
 */
interface Char {
  readonly text: string
  readonly column: number
  readonly written: 'plain' | 'quoted' | 'escaped'
}

/** A stretch of a filter without separators; `column` is where it begins, also where it is empty. */
export interface Word {
  readonly column: number
  readonly chars: readonly Char[]
}

/** Splits a filter at white space that is neither quoted nor escaped. With `spaces: 'literal'` it is all one word. */
export function splitWords(source: string, spaces: 'separate' | 'literal' = 'separate'): Word[] {
  const words: { column: number; chars: Char[] }[] = []
  let atBoundary = true
  let openQuote: number | undefined
  let backslash: number | undefined
  let column = 0
  const push = (char: Char) => {
    if (atBoundary) words.push({ column: char.column, chars: [] })
    atBoundary = false
    words.at(-1)!.chars.push(char)
  }
  for (const text of source) {
    column++
    if (backslash !== undefined) {
      push({ text, column: backslash, written: 'escaped' })
      backslash = undefined
    } else if (text === '\\') {
      backslash = column
    } else if (text === '"') {
      if (openQuote === undefined) push({ text: '', column, written: 'quoted' })
      openQuote = openQuote === undefined ? column : undefined
    } else if (openQuote !== undefined) {
      push({ text, column, written: 'quoted' })
    } else if (spaces === 'separate' && /\s/.test(text)) {
      atBoundary = true
    } else {
      push({ text, column, written: 'plain' })
    }
  }
  if (backslash !== undefined) throw mistake(backslash, 'expected a character after \\')
  if (openQuote !== undefined) throw mistake(openQuote, 'expected a closing " for this one')
  return words
}

/** What stands before and behind the first plain `separator`; undefined where there is none. */
export function cutAtPlain(word: Word, separator: string): [Word, Word] | undefined {
  const at = word.chars.findIndex((char) => isPlain(char, separator))
  if (at === -1) return undefined
  return [
    { column: word.column, chars: word.chars.slice(0, at) },
    { column: word.chars[at]!.column + 1, chars: word.chars.slice(at + 1) },
  ]
}

/** The stretches between plain `separator`s; at least one, and any may be empty. */
export function splitAtPlain(word: Word, separator: string): Word[] {
  const parts: { column: number; chars: Char[] }[] = [{ column: word.column, chars: [] }]
  for (const char of word.chars) {
    if (isPlain(char, separator)) parts.push({ column: char.column + 1, chars: [] })
    else parts.at(-1)!.chars.push(char)
  }
  return parts
}

/** The word behind a plain `prefix`; undefined where it begins otherwise. */
export function withoutPrefix({ chars }: Word, prefix: string): Word | undefined {
  const [first, ...rest] = chars
  return first !== undefined && isPlain(first, prefix) ? { column: first.column + 1, chars: rest } : undefined
}

/** The characters a word stands for, without quotes and escapes. */
export function textOf({ chars }: Word): string {
  return chars.map(({ text }) => text).join('')
}

function isPlain(char: Char, text: string): boolean {
  return char.text === text && char.written === 'plain'
}
