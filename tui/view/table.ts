import type { Shown } from '../../protocol/show.js'
import { fitText, type Line, type Style, wrap } from './text.js'

/** A column of a table: never narrower than `min`, grows up to `max` by `weight`. */
export interface Column<Row> {
  readonly title: string
  readonly min: number
  readonly max: number
  readonly weight: number
  text(row: Row): string
  style?(row: Row): Style
}

export interface PlacedColumn<Row> {
  readonly column: Column<Row>
  readonly columns: number
}

const GAP = 1

/**
 * Which columns fitText, and how wide. They are given by importance: the first that
 * does not fit ends it. The answer stands in the order of `display`.
 */
export function placeColumns<Row>(
  byImportance: readonly Column<Row>[],
  display: readonly Column<Row>[],
  columns: number,
): PlacedColumn<Row>[] {
  let left = columns
  const chosen = new Map<Column<Row>, number>()
  for (const column of byImportance) {
    const needed = column.min + (chosen.size > 0 ? GAP : 0)
    if (needed > left && chosen.size > 0) break
    chosen.set(column, Math.min(column.min, left))
    left -= needed
  }
  while (left > 0) {
    const room = (column: Column<Row>) => (chosen.get(column)! - column.min) / column.weight
    const growing = [...chosen.keys()].filter((column) => chosen.get(column)! < column.max)
    if (growing.length === 0) break
    const next = growing.reduce((a, b) => (room(b) < room(a) ? b : a))
    chosen.set(next, chosen.get(next)! + 1)
    left--
  }
  return display.flatMap((column) => (chosen.has(column) ? [{ column, columns: chosen.get(column)! }] : []))
}

export function headerCells<Row>(placed: readonly PlacedColumn<Row>[]): Line {
  return placed.map(({ column, columns }, i) => ({
    text: cell(column.title, columns, i === placed.length - 1),
    style: 'dim',
  }))
}

/** One span a column, its gap included. */
export function rowCells<Row>(placed: readonly PlacedColumn<Row>[], row: Row): Line {
  return placed.map(({ column, columns }, i) => ({
    text: cell(column.text(row), columns, i === placed.length - 1),
    style: column.style?.(row) ?? 'plain',
  }))
}

/** The same over as many lines as the longest text takes, up to `most`. */
export function wrappedCells<Row>(placed: readonly PlacedColumn<Row>[], row: Row, most: number): Line[] {
  const texts = placed.map(({ column, columns }) => {
    const pieces = wrap(column.text(row), columns).map((piece, i) => (i === 0 ? piece : piece.trimStart()))
    return pieces.length > most ? [...pieces.slice(0, most - 1), pieces.slice(most - 1).join(' ')] : pieces
  })
  return Array.from({ length: Math.max(1, ...texts.map(({ length }) => length)) }, (_, line) =>
    placed.map(({ column, columns }, i) => ({
      text: cell(texts[i]![line] ?? '', columns, i === placed.length - 1),
      style: column.style?.(row) ?? 'plain',
    })),
  )
}

const cell = (text: string, columns: number, last: boolean): Shown =>
  (last ? fitText(text, columns) : `${fitText(text, columns)}${' '.repeat(GAP)}`) as Shown
