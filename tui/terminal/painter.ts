import type { Line, Span } from '../view/text.js'
import { clustersOf, isPlain } from '../view/width.js'
import { PLAIN_ATTRIBUTE } from './theme.js'

/** One row of cells as blessed keeps them: `[attribute, character]`, and whether to look at the row at all. */
export type Row = [attribute: number, character: string][] & { dirty: boolean }

/**
 * Writes lines into the cells of a screen. Of a cluster that terminals do not
 * agree on, the cell holds blanks, the way back, the cluster and the way on, so
 * that a terminal which thinks it wider or narrower is wrong in that cell alone.
 */
export function paint(
  lines: readonly Line[],
  rows: readonly Row[],
  drawn: readonly Row[],
  attributeOf: (span: Span) => number,
): void {
  for (const [y, row] of rows.entries()) {
    const before = drawn[y]!
    let x = 0
    let uncertain = false
    /** Whether the cell differs from what was wanted last. */
    const put = (attribute: number, character: string): boolean => {
      const cell = row[x++]
      if (cell === undefined || (cell[0] === attribute && cell[1] === character)) return false
      cell[0] = attribute
      cell[1] = character
      row.dirty = true
      return true
    }
    for (const span of lines[y] ?? []) {
      const attribute = attributeOf(span)
      if (isPlain(span.text)) {
        for (let i = 0; i < span.text.length; i++) put(attribute, span.text[i]!)
        continue
      }
      for (const { text, columns } of clustersOf(span.text)) {
        if (x + columns > row.length) break
        const certain = isCertain(text, columns)
        uncertain ||= !certain
        const changed = put(attribute, certain ? text : resynced(text, columns, x))
        for (let i = 1; i < columns; i++) {
          // blessed would skip over the rest of a wide character, not knowing that writing it has done so already.
          if (changed && before[x]) before[x]![1] = UNKNOWN
          put(attribute, '')
        }
      }
    }
    while (x < row.length) put(PLAIN_ATTRIBUTE, ' ')
    if (row.dirty && (uncertain || uncertainRows.has(before))) forget(before)
    if (uncertain) uncertainRows.add(before)
    else uncertainRows.delete(before)
  }
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
