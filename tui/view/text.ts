import { isPlain, type Shown, show } from '../../protocol/show.js'
import { clustersOf, columnsOf } from './width.js'

/** What a piece of text means; how that looks is the theme's affair. */
export type Style = 'plain' | 'dim' | 'strong' | 'title' | 'good' | 'bad' | 'warn' | 'accent' | 'added' | 'removed'

/** What a piece of text lies on: the row or cell of the cursor, a bar, the mark of a mistake, the prompt's caret, a text that was looked for. */
export type Ground = 'row' | 'cell' | 'bar' | 'mistake' | 'caret' | 'hit'

/** One run of characters in one style. Views make spans; only the terminal knows escape codes. */
export interface Span {
  readonly text: Shown
  readonly style?: Style
  readonly on?: Ground
  /** What a click here does: the name of a command, or a place as `row:12`. */
  readonly click?: string
}
export type Line = readonly Span[]

export const span = (text: string, style: Style = 'plain', extra: Pick<Span, 'on' | 'click'> = {}): Span => ({
  text: show(text),
  style,
  ...extra,
})

/** Pads or cuts to exactly `columns`; a cut shows as `…`. */
export function fitText(text: string, columns: number, align: 'left' | 'right' = 'left'): Shown {
  const shown = show(text)
  const missing = columns - columnsOf(shown)
  if (missing < 0) return cut(shown, columns)
  return (align === 'left' ? shown + ' '.repeat(missing) : ' '.repeat(missing) + shown) as Shown
}

function cut(shown: Shown, columns: number): Shown {
  if (columns <= 0) return '' as Shown
  if (isPlain(shown)) return `${shown.slice(0, columns - 1)}…` as Shown
  const [text, used] = take(shown, columns - 1)
  return `${text}…${' '.repeat(columns - 1 - used)}` as Shown
}

/** As many whole clusters from the start as fitText, and the columns they take. */
function take(shown: string, columns: number): [text: string, used: number] {
  let text = ''
  let used = 0
  for (const cluster of clustersOf(shown)) {
    if (used + cluster.columns > columns) break
    text += cluster.text
    used += cluster.columns
  }
  return [text, used]
}

export const lineColumns = (line: Line): number => line.reduce((sum, { text }) => sum + columnsOf(text), 0)

/** The line in exactly `columns`: padded with blanks in its last ground, or cut. */
export function fitLine(line: Line, columns: number): Line {
  const missing = columns - lineColumns(line)
  if (missing === 0) return line
  if (missing > 0) {
    const on = line.at(-1)?.on
    return [...line, { text: blanks(missing), ...(on !== undefined && on !== 'caret' && { on }) }]
  }
  const out: Span[] = []
  let left = columns
  for (const piece of line) {
    const needed = columnsOf(piece.text)
    // The cut is shown even where it falls between two spans.
    out.push(
      needed < left ? piece : { ...piece, text: cut(needed === left ? (`${piece.text} ` as Shown) : piece.text, left) },
    )
    left -= needed
    if (left <= 0) break
  }
  return out
}

const blanks = (columns: number): Shown => ' '.repeat(Math.max(0, columns)) as Shown

/** `left` and `right` at the ends of a line of `columns`; where both do not fitText, `right` gives way. */
export function spread(left: Line, right: Line, columns: number): Line {
  const gap = columns - lineColumns(left) - lineColumns(right)
  return gap >= 1 ? [...left, span(' '.repeat(gap), 'plain'), ...right] : fitLine(left, columns)
}

/** Breaks text into pieces of at most `columns`: between words, and within a word only where it has no room in a whole line. */
export function wrap(text: string, columns: number): Shown[] {
  let rest: string = show(text)
  const pieces: Shown[] = []
  while (columnsOf(rest) > columns && columns > 1) {
    const [whole] = take(rest, columns)
    if (whole === '') break
    const space = whole.lastIndexOf(' ')
    const isBetween = space > columns / 2 || (space > 0 && wordFits(rest.slice(space + 1), columns))
    const piece = isBetween ? whole.slice(0, space + 1) : whole
    pieces.push(piece as Shown)
    rest = rest.slice(piece.length)
  }
  pieces.push(rest as Shown)
  return pieces
}

/** Whether the word that text begins with has room in a line. */
function wordFits(text: string, columns: number): boolean {
  const [head] = take(text, columns)
  return head.length === text.length || head.includes(' ') || text[head.length] === ' '
}
