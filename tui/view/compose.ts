import { isPlain, type Shown } from '../../protocol/show.js'
import type { Rect, Size } from './rect.js'
import { fitLine, type Line, lineColumns, type Span, span } from './text.js'
import { clustersOf, columnsOf } from './width.js'

/** Lines and the rectangle they are for. */
export interface Part {
  readonly rect: Rect
  readonly lines: readonly Line[]
}

/** A line at a place of a row, exactly as wide as its columns. */
interface Piece {
  readonly x: number
  readonly columns: number
  readonly line: Line
}

const NOTHING: Line = []

/**
 * A screen of parts, the later over the earlier. What they do not fill is blank, what
 * does not fit is cut. A row of the same lines at the same places as before is the
 * same object, so that whoever draws it can tell.
 */
export function compose({ columns, rows }: Size, parts: readonly Part[]): Line[] {
  const pieces = Array.from({ length: rows }, (): Piece[] => [])
  for (const { rect, lines } of parts) {
    for (let i = 0; i < rect.rows; i++) {
      const row = pieces[rect.y + i]
      if (row === undefined) continue
      const piece = { x: rect.x, columns: rect.columns, line: fitted(lines[i] ?? NOTHING, rect.columns) }
      if (row.some((other) => overlap(other, piece))) {
        pieces[rect.y + i] = [...row.flatMap((other) => beside(other, piece)), piece]
      } else row.push(piece)
    }
  }
  return pieces.map((row) => joined(row, columns))
}

const overlap = (a: Piece, b: Piece): boolean => a.x < b.x + b.columns && b.x < a.x + a.columns

/** What is left of a piece at both sides of another. */
function beside(piece: Piece, over: Piece): Piece[] {
  if (!overlap(piece, over)) return [piece]
  const left = Math.max(0, over.x - piece.x)
  const right = Math.max(0, piece.x + piece.columns - over.x - over.columns)
  return [
    { x: piece.x, columns: left, line: slice(piece.line, 0, left) },
    { x: over.x + over.columns, columns: right, line: slice(piece.line, piece.columns - right, piece.columns) },
  ].filter(({ columns }) => columns > 0)
}

const fittedBefore = new WeakMap<Line, { readonly columns: number; readonly line: Line }>()

function fitted(line: Line, columns: number): Line {
  const before = fittedBefore.get(line)
  if (before?.columns === columns) return before.line
  const fresh = { columns, line: fitLine(line, columns) }
  fittedBefore.set(line, fresh)
  return fresh.line
}

/** By the line of their first piece: rows that were joined, and of what. */
const joinedBefore = new WeakMap<
  Line,
  { readonly row: readonly Piece[]; readonly columns: number; readonly line: Line }
>()

function joined(row: Piece[], columns: number): Line {
  row.sort((a, b) => a.x - b.x)
  const first = row[0]
  if (first === undefined) return fitted(NOTHING, columns)
  if (first.columns === columns) return first.line
  const before = joinedBefore.get(first.line)
  if (before?.columns === columns && isSame(before.row, row)) return before.line
  const line: Span[] = []
  let at = 0
  for (const piece of row) {
    if (piece.x > at) line.push(span(' '.repeat(piece.x - at)))
    line.push(...piece.line)
    at = piece.x + piece.columns
  }
  if (at < columns) line.push(span(' '.repeat(columns - at)))
  joinedBefore.set(first.line, { row, columns, line })
  return line
}

const isSame = (a: readonly Piece[], b: readonly Piece[]): boolean =>
  a.length === b.length && a.every(({ x, line }, i) => x === b[i]!.x && line === b[i]!.line)

/** What of a line stands in columns `from` up to `to`; a wide character cut through becomes blanks. */
export function slice(line: Line, from: number, to: number): Line {
  const out: Span[] = []
  let at = 0
  for (const piece of line) {
    const end = at + columnsOf(piece.text)
    if (end > from && at < to) {
      const whole = at >= from && end <= to
      out.push(whole ? piece : { ...piece, text: sliceText(piece.text, Math.max(0, from - at), to - at) })
    }
    at = end
  }
  return out
}

function sliceText(text: Shown, from: number, to: number): Shown {
  if (isPlain(text)) return text.slice(from, to) as Shown
  let out = ''
  let at = 0
  for (const cluster of clustersOf(text)) {
    const end = at + cluster.columns
    if (at >= from && end <= to) out += cluster.text
    else out += ' '.repeat(Math.max(0, Math.min(end, to) - Math.max(at, from)))
    at = end
  }
  return out as Shown
}

/** The span at a column. */
export function spanAt(line: Line, x: number): Span | undefined {
  return slice(line, x, x + 1)[0]
}

/** Lines in a frame, as large as the rectangle they are for. */
export function framed(title: string, lines: readonly Line[], { columns, rows }: Size): Line[] {
  const inner = columns - 2
  const edge = (text: string) => span(text, 'dim')
  const name = fitLine([edge('─ '), span(title, 'title'), edge(' ')], Math.min(inner, title.length + 3))
  const top: Line = [edge('┌'), ...name, edge('─'.repeat(Math.max(0, inner - lineColumns(name)))), edge('┐')]
  const body = Array.from(
    { length: Math.max(0, rows - 2) },
    (_, i): Line => [edge('│'), ...fitLine(lines[i] ?? [], inner), edge('│')],
  )
  return [top, ...body, [edge('└'), edge('─'.repeat(inner)), edge('┘')]]
}

/** A rectangle of at most the given size in the middle of a screen. */
export function centred(screen: Size, wanted: Size): Rect {
  const columns = Math.min(screen.columns, wanted.columns)
  const rows = Math.min(screen.rows, wanted.rows)
  return { x: Math.floor((screen.columns - columns) / 2), y: Math.floor((screen.rows - rows) / 2), columns, rows }
}
