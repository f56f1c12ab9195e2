import { compileSearch, type Single } from './glob-search.js'

/** The characters between two stars; as one text where each stands for itself. */
interface Chunk {
  readonly singles: readonly Single[]
  readonly literal: string | undefined
  readonly search: (text: Chars, from: number) => number
}

/** Text by code units, or by code points where a character may have two units. */
type Chars = string | readonly string[]

/** Says what is wrong in a pattern, `offset` code points behind its beginning. */
export type Complain = (offset: number, expectation: string) => Error

const SURROGATE = /[\ud800-\udfff]/

/**
 * Compiles a glob for whole texts: `*` any characters (also `/`), `?` one, `[abc]`
 * `[a-z]` `[^a]` one of those or none of those, `\x` that one. Throws what `complain` makes.
 *
 * Each chunk is taken at its first place behind the one before, and nothing is tried
 * twice: the time a text takes grows with its length, whatever the pattern.
 */
export function compileGlob(pattern: string, complain: Complain): (text: string) => boolean {
  const chunks = readChunks([...pattern], complain)
  const [first, ...rest] = chunks
  const last = rest.pop()
  const literal = chunks.every((chunk) => chunk.literal !== undefined)
  if (last === undefined) {
    return (text) => {
      const chars = charsOf(text, literal)
      return chars.length === lengthIn(chars, first!) && standsAt(first!, chars, 0)
    }
  }
  return (text) => {
    const chars = charsOf(text, literal)
    const end = chars.length - lengthIn(chars, last)
    let at = lengthIn(chars, first!)
    if (end < at || !standsAt(first!, chars, 0) || !standsAt(last, chars, end)) return false
    for (const chunk of rest) {
      const found = findFrom(chunk, chars, at)
      at = found + lengthIn(chars, chunk)
      if (found === -1 || at > end) return false
    }
    return true
  }
}

function charsOf(text: string, literal: boolean): Chars {
  return literal || !SURROGATE.test(text) ? text : [...text]
}

function lengthIn(chars: Chars, { literal, singles }: Chunk): number {
  return typeof chars === 'string' && literal !== undefined ? literal.length : singles.length
}

function standsAt({ literal, singles }: Chunk, chars: Chars, at: number): boolean {
  if (literal !== undefined && typeof chars === 'string') return chars.startsWith(literal, at)
  for (let i = 0; i < singles.length; i++) {
    const single = singles[i]!
    const char = chars[at + i]
    if (char === undefined || (typeof single === 'string' ? single !== char : !single(char))) return false
  }
  return true
}

function findFrom({ literal, search }: Chunk, chars: Chars, from: number): number {
  return literal !== undefined && typeof chars === 'string' ? chars.indexOf(literal, from) : search(chars, from)
}

function readChunks(pattern: readonly string[], complain: Complain): Chunk[] {
  const chunks: Single[][] = [[]]
  let at = 0
  while (at < pattern.length) {
    const char = pattern[at++]!
    if (char === '*') {
      // `**` is `*`.
      if (chunks.length === 1 || chunks.at(-1)!.length > 0) chunks.push([])
    } else if (char === '?') {
      chunks.at(-1)!.push(() => true)
    } else if (char === '[') {
      const [single, next] = readClass(pattern, at, complain)
      chunks.at(-1)!.push(single)
      at = next
    } else if (char === '\\') {
      const escaped = pattern[at++]
      if (escaped === undefined) throw complain(at - 2, 'expected a character after \\')
      chunks.at(-1)!.push(escaped)
    } else chunks.at(-1)!.push(char)
  }
  return chunks.map((singles) => ({
    singles,
    literal: singles.every((single) => typeof single === 'string') ? singles.join('') : undefined,
    search: compileSearch(singles),
  }))
}

/** A class whose `[` stands before `begin`, and the place behind its `]`. */
function readClass(pattern: readonly string[], begin: number, complain: Complain): [Single, number] {
  const negated = pattern[begin] === '^'
  const ranges: [number, number][] = []
  let at = negated ? begin + 1 : begin
  const member = (): number => {
    const char = pattern[at]
    if (char === undefined) throw complain(begin - 1, 'expected a closing ] for this [')
    if (char === ']' || char === '-') throw complain(at, `expected a character or \\${char} in the brackets`)
    if (char === '\\') at++
    const meant = pattern[at++]
    if (meant === undefined) throw complain(at - 2, 'expected a character after \\')
    return meant.codePointAt(0)!
  }
  do {
    const low = at
    const from = member()
    let to = from
    if (pattern[at] === '-') {
      at++
      to = member()
    }
    if (to < from) throw complain(low, 'expected a range that does not end before it begins')
    ranges.push([from, to])
  } while (pattern[at] !== ']')
  const single = (char: string) => {
    const code = char.codePointAt(0)!
    return ranges.some(([from, to]) => code >= from && code <= to) !== negated
  }
  return [single, at + 1]
}
