import { type ColumnName, columnNumber } from '../../store/columns.js'
import type { StoredRow, StoredRows } from '../../store/segment-reader.js'

/** What the value of a row's column is printed as; each value of a segment is printed once. */
export type ColumnCells<C extends ColumnName> = { readonly [Name in C]: (row: StoredRow) => Uint8Array }

export function columnCells<C extends ColumnName>(
  { values }: Pick<StoredRows, 'values'>,
  printers: { readonly [Name in C]: (value: string) => string },
): ColumnCells<C> {
  const cells = {} as { [Name in C]: (row: StoredRow) => Uint8Array }
  for (const name of Object.keys(printers) as C[]) {
    const column = columnNumber(name)
    const printed: Uint8Array[] = []
    cells[name] = ({ block, within }) => {
      const ordinal = block.ordinal(column, within)
      printed[ordinal] ??= Buffer.from(printers[name](values[column]!.text(ordinal)))
      return printed[ordinal]
    }
  }
  return cells
}
