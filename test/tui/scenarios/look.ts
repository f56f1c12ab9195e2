import { DARK } from '#tui/terminal/theme/dark.js'
import type { Screen } from '../../support/terminal.js'

/** What is on the screen at one moment. */
export interface Look {
  readonly text: string
  readonly lines: readonly string[]
  /** What stands on the ground of the row under the cursor, a line for each line that has any. */
  readonly chosen: string
  /** The same without what stands in lines where only a cell is under a cursor, as in the histogram and the parts of the filter. */
  readonly row: string
  /** Lines from the top to the row, or where none is, to the cell under the cursor; -1 where there is neither. */
  readonly chosenAt: number
  /** What stands on the ground of the cell under the cursor. */
  readonly cell: string
  /** Columns from the left to it; -1 where there is none. */
  readonly cellX: number
  /** Where panes end. */
  readonly edges: string
  /** The number of the event under the cursor among those listed, where it is told. */
  readonly position: number | undefined
  /** How many are listed, where it is told. */
  readonly listed: number | undefined
  /** What was copied last. */
  readonly clipboard: string | undefined
  /** The program's own screen, not the shell's. */
  readonly isAlternate: boolean
}

/** The times under the histogram. */
const AXIS = /^ *\/\d/
/** OSC 52. */
const COPIES = '\x1b]52;c;'
const ROW = DARK.grounds.row?.bg
const CELL = DARK.grounds.cell?.bg

/** What is on the screen at this moment, for as long as one wants to know. */
export const lookAt = (screen: Screen): Look => ({ ...glance(screen) })

/** The same for now: each part is looked up when it is asked for. */
export function glance(screen: Screen): Look {
  const { lines, isAlternate } = screen
  let cursor: Cursor | undefined
  const found = () => (cursor ??= cursorOf(screen))
  const places = () => {
    // `*1/2` tells which hit it is.
    const told = /(?<![*\d,])([\d,]+)\/([\d,]+)/.exec(lines.slice(-5).join('\n'))?.slice(1) ?? []
    return told.map((digits) => Number(digits.replaceAll(',', '')))
  }
  return {
    text: lines.join('\n'),
    lines,
    isAlternate,
    get chosen() {
      return found().chosen
    },
    get row() {
      return found().row
    },
    get chosenAt() {
      return found().chosenAt
    },
    get cell() {
      return found().cell
    },
    get cellX() {
      return found().cellX
    },
    get edges() {
      return lines.map((line) => (AXIS.test(line) ? 'axis' : line.replace(/[^│┤]/g, ' ').trimEnd())).join('\n')
    },
    get position() {
      return places()[0]
    },
    get listed() {
      return places()[1]
    },
    get clipboard() {
      const { bytes } = screen
      if (!bytes.includes(COPIES)) return undefined
      const copied = /^[A-Za-z\d+/=]+/.exec(bytes.slice(bytes.lastIndexOf(COPIES) + COPIES.length))?.[0]
      return Buffer.from(copied ?? '', 'base64').toString()
    },
  }
}

type Cursor = Pick<Look, 'chosen' | 'row' | 'chosenAt' | 'cell' | 'cellX'>

function cursorOf({ terminal }: Screen): Cursor {
  const { active } = terminal.buffer
  const at = active.getNullCell()
  const chosen: string[] = []
  const row: string[] = []
  let [rowAt, cellAt, cellX, cell] = [-1, -1, -1, '']
  for (let y = 0; y < terminal.rows; y++) {
    const line = active.getLine(y)
    let found = ''
    let isRow = false
    for (let x = 0; x < terminal.cols; x++) {
      if (!line?.getCell(x, at)?.isBgPalette()) continue
      const ground = at.getBgColor()
      if (ground !== ROW && ground !== CELL) continue
      found += at.getChars() || ' '
      if (ground === ROW) isRow = true
      if (ground === CELL && cellX < 0) [cellX, cellAt] = [x, y]
      if (ground === CELL) cell += at.getChars() || ' '
    }
    if (isRow && rowAt < 0) rowAt = y
    if (found.trim() !== '') chosen.push(found.trim())
    if (isRow && found.trim() !== '') row.push(found.trim())
  }
  return {
    chosen: chosen.join('\n'),
    row: row.join('\n'),
    chosenAt: rowAt < 0 ? cellAt : rowAt,
    cell: cell.trim(),
    cellX,
  }
}
