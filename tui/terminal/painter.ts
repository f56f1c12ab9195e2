import { isPlain } from '../../protocol/show.js'
import type { Line, Span } from '../view/text.js'
import { clustersOf } from '../view/width.js'
import { asciiText } from './ascii.js'

/** One row of cells as blessed keeps them: `[attribute, character]`, and whether to look at the row at all. */
export type Row = [attribute: number, character: string][] & { dirty: boolean }

export interface Brush {
  attributeOf(span: Pick<Span, 'style' | 'on'>): number
  /** Whether the terminal knows ASCII alone. */
  readonly ascii: boolean
}

/** Writes lines into the rows of a screen; `drawn` is what blessed knows to be on the terminal. */
export type Paint = (lines: readonly Line[], rows: readonly Row[], drawn: readonly Row[]) => void

/**
 * Paints with one brush. Of a cluster that terminals do not agree on, the cell
 * holds blanks, the way back, the cluster and the way on, so that a terminal which
 * thinks it wider or narrower is wrong in that cell alone. A row whose line is the
 * same object as before is not looked at.
 */
export function painter({ attributeOf, ascii }: Brush): Paint {
  const painted = new WeakMap<Row, Line>()
  const blank = attributeOf({})
  return (lines, rows, drawn) => {
    for (const [y, row] of rows.entries()) {
      const line = lines[y] ?? []
      if (painted.get(row) === line) continue
      painted.set(row, line)
      const before = drawn[y]!
      let x = 0
      let uncertain = false
      for (const span of line) {
        const attribute = attributeOf(span)
        const text = ascii ? asciiText(span.text) : span.text
        if (isPlain(text)) {
          for (let i = 0; i < text.length; i++) put(row, x++, attribute, text[i]!)
          continue
        }
        for (const { text: cluster, columns } of clustersOf(text)) {
          if (x + columns > row.length) break
          const certain = isCertain(cluster, columns)
          uncertain ||= !certain
          const changed = put(row, x, attribute, certain ? cluster : resynced(cluster, columns, x))
          x++
          for (let i = 1; i < columns; i++) {
            // blessed would skip over the rest of a wide character, not knowing that writing it has done so already.
            if (changed && before[x]) before[x]![1] = UNKNOWN
            put(row, x++, attribute, '')
          }
        }
      }
      while (x < row.length) put(row, x++, blank, ' ')
      if (row.dirty && (uncertain || uncertainRows.has(before))) forget(before)
      if (uncertain) uncertainRows.add(before)
      else uncertainRows.delete(before)
    }
  }
}

/** Whether the cell differs from what was wanted last. */
function put(row: Row, x: number, attribute: number, character: string): boolean {
  const cell = row[x]
  if (cell === undefined || (cell[0] === attribute && cell[1] === character)) return false
  cell[0] = attribute
  cell[1] = character
  row.dirty = true
  return true
}

/** A character no cell is ever wanted to hold: it is drawn whatever is wanted. */
const UNKNOWN = '\0'

/** Rows drawn with a cluster that may have spilled over its neighbours; they are drawn whole when they change. */
const uncertainRows = new WeakSet<Row>()

/** Makes every cell of a row differ from what is wanted, so that all of it is drawn. */
function forget(row: Row): void {
  for (const cell of row) cell[1] = UNKNOWN
}

const resynced = (cluster: string, columns: number, x: number): string =>
  `${' '.repeat(columns)}\x1b[${x + 1}G${cluster}\x1b[${x + 1 + columns}G`

/** Single characters whose width every terminal knows: European letters, punctuation, boxes and blocks, CJK. */
function isCertain(cluster: string, columns: number): boolean {
  if (cluster.length > 1) return false
  const point = cluster.charCodeAt(0)
  if (columns === 2) return point >= 0x3041 && point <= 0xd7a3
  return point < 0x300 || (point >= 0x370 && point < 0x530) || (point >= 0x2010 && point < 0x25fb)
}
