import { centred, framed } from '../view/compose.js'
import type { Rect, Size } from '../view/rect.js'
import { fitLine, type Line, lineColumns, span } from '../view/text.js'

const NARROW = 40
const LOW = 12
const MESSAGES = 14

/** Too small for frames: what lies over the view has the whole screen. */
export const isSmall = ({ columns, rows }: Size): boolean => columns < NARROW || rows < LOW

/** Where something that lies over the view stands: of the size it wants, its frame included, between the header and the messages. */
export const frameRect = (screen: Size, wanted: Size): Rect =>
  isSmall(screen)
    ? { x: 0, y: 0, columns: screen.columns, rows: screen.rows }
    : centred(screen, { columns: wanted.columns, rows: Math.min(wanted.rows, screen.rows - aroundRows(screen)) })

/** Header, footer, and where there is one the line of messages. */
const aroundRows = ({ rows }: Size): number => (rows < MESSAGES ? 2 : 3)

/** What is left for lines in it; `air` is a column at either side. */
export const insideFrame = (screen: Size, { columns, rows }: Size, air: 0 | 1 = 0): Size =>
  isSmall(screen) ? { columns, rows } : { columns: columns - 2 - 2 * air, rows: rows - 2 }

/** Lines in a frame with a title, on a small screen by themselves; of too many those around `at`. */
export function inFrame(
  title: string,
  lines: readonly Line[],
  rect: Size,
  screen: Size,
  { at = 0, air = 0 }: { readonly at?: number; readonly air?: 0 | 1 } = {},
): readonly Line[] {
  const { rows } = insideFrame(screen, rect)
  const top = Math.max(0, Math.min(at - Math.floor(rows / 2), lines.length - rows))
  const shown = lines.slice(top, top + rows)
  if (isSmall(screen)) return shown
  return framed(title, air === 0 ? shown : shown.map((line) => [AIR, ...line]), rect)
}

const AIR = span(' ')

/** Where a list to choose from stands; on a small screen it leaves the line of the state, where messages come. */
export function menuRect(screen: Size, { columns, rows }: Size): Rect {
  const rect = frameRect(screen, { columns: columns + 2, rows: rows + 2 })
  return isSmall(screen) ? { ...rect, rows: Math.max(1, rect.rows - 1) } : rect
}

export interface Menu {
  readonly title: string
  readonly rows: readonly Line[]
  readonly cursor: number
  /** The first word of what a click on a row says; its number follows. */
  readonly click: string
}

/** The rows round the cursor; each can be clicked. */
export function viewMenu({ title, rows, cursor, click }: Menu, screen: Size, rect: Rect): readonly Line[] {
  const { columns } = insideFrame(screen, rect)
  const lines = rows.map((row, i) =>
    fitLine(row, columns).map((piece) => ({
      ...piece,
      click: `${click}:${i}`,
      ...(i === cursor && { on: 'row' as const }),
    })),
  )
  return inFrame(title, lines, rect, screen, { at: cursor })
}

export const widest = (rows: readonly Line[]): number => Math.max(0, ...rows.map(lineColumns))
