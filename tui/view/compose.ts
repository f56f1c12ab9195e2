import type { Rect, Size } from './rect.js'
import { fitLine, type Line, lineColumns, type Shown, type Span, span } from './text.js'
import { clustersOf, columnsOf, isPlain } from './width.js'

/** A screen of blanks. */
export const blank = ({ columns, rows }: Size): Line[] => new Array<Line>(rows).fill([span(' '.repeat(columns))])

/** The screen with lines in a rectangle of it. What they do not fill is blank, what does not fit is cut. */
export function place(screen: readonly Line[], { x, y, columns, rows }: Rect, lines: readonly Line[]): Line[] {
  return screen.map((line, row) => {
    if (row < y || row >= y + rows) return line
    const inner = fitLine(lines[row - y] ?? [], columns)
    return [...slice(line, 0, x), ...inner, ...slice(line, x + columns, lineColumns(line))]
  })
}

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
