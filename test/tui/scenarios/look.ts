import { DARK } from '#tui/terminal/theme/dark.js'
import type { Screen } from '../../support/terminal.js'

/** What is on the screen at one moment. */
export interface Look {
  readonly text: string
  readonly lines: readonly string[]
  /** What stands on the ground of the row under the cursor, a line for each line that has any. */
  readonly chosen: string
  /** Lines from the top to the row, or where none is, to the cell under the cursor; -1 where there is neither. */
  readonly chosenAt: number
  /** What stands on the ground of the cell under the cursor. */
  readonly cell: string
  /** Columns from the left to it; -1 where there is none. */
  readonly cellX: number
  /** The number of the event under the cursor among those listed, where it is told. */
  readonly position: number | undefined
  /** What was copied last. */
  readonly clipboard: string | undefined
  /** The program's own screen, not the shell's. */
  readonly isAlternate: boolean
}

/** OSC 52. */
const COPIES = '\x1b]52;c;'
const ROW = DARK.grounds.row?.bg
const CELL = DARK.grounds.cell?.bg

export function lookAt({ terminal, lines, isAlternate, bytes }: Screen): Look {
  const { active } = terminal.buffer
  const chosen: string[] = []
  let [rowAt, cellAt, cellX, cell] = [-1, -1, -1, '']
  for (let y = 0; y < lines.length; y++) {
    const line = active.getLine(y)
    let found = ''
    for (let x = 0; x < terminal.cols; x++) {
      const at = line?.getCell(x)
      if (!at?.isBgPalette()) continue
      const ground = at.getBgColor()
      if (ground !== ROW && ground !== CELL) continue
      found += at.getChars() || ' '
      if (ground === ROW && rowAt < 0) rowAt = y
      if (ground === CELL && cellX < 0) [cellX, cellAt] = [x, y]
      if (ground === CELL) cell += at.getChars() || ' '
    }
    if (found.trim() !== '') chosen.push(found.trim())
  }
  const text = lines.join('\n')
  // Behind a star it is which hit of how many.
  const position = /(?<![*\d,])([\d,]+)\/[\d,]+/.exec(lines.slice(-5).join('\n'))?.[1]
  const copied = /^[A-Za-z\d+/=]+/.exec(bytes.slice(bytes.lastIndexOf(COPIES) + COPIES.length))?.[0]
  return {
    text,
    lines,
    chosen: chosen.join('\n'),
    chosenAt: rowAt < 0 ? cellAt : rowAt,
    cell: cell.trim(),
    cellX,
    position: position === undefined ? undefined : Number(position.replaceAll(',', '')),
    clipboard: bytes.includes(COPIES) ? Buffer.from(copied ?? '', 'base64').toString() : undefined,
    isAlternate,
  }
}
