import { type Line, span } from './text.js'

/** JSON over as many lines as it takes, two blanks a level, in the colours of its parts. */
export function jsonLines(value: unknown, indent = 0): Line[] {
  return prefixed([], value, indent, [])
}

function prefixed(prefix: Line, value: unknown, indent: number, suffix: Line): Line[] {
  const blanks = span('  '.repeat(indent))
  const open = (bracket: string): Line => [blanks, ...prefix, span(bracket, 'dim')]
  const close = (bracket: string): Line => [blanks, span(bracket, 'dim'), ...suffix]
  const comma = (i: number, of: number): Line => (i < of - 1 ? [span(',', 'dim')] : [])

  if (Array.isArray(value) && value.length > 0) {
    return [
      open('['),
      ...value.flatMap((element, i) => prefixed([], element, indent + 1, comma(i, value.length))),
      close(']'),
    ]
  }
  if (isRecord(value) && Object.keys(value).length > 0) {
    const entries = Object.entries(value)
    return [
      open('{'),
      ...entries.flatMap(([name, member], i) =>
        prefixed([span(quote(name), 'accent'), span(': ', 'dim')], member, indent + 1, comma(i, entries.length)),
      ),
      close('}'),
    ]
  }
  return [[blanks, ...prefix, scalar(value), ...suffix]]
}

const scalar = (value: unknown) =>
  typeof value === 'string' ? span(quote(value), 'good') : span(inline(value), value === null ? 'dim' : 'warn')

/** A value on one line, as JSON writes it. */
export const inline = (value: unknown): string => quote(value)

/** What JSON leaves as it is but no terminal should see is left to `show`, so that the mark says what stood there. */
const quote = (value: unknown): string => JSON.stringify(value) ?? 'null'

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
