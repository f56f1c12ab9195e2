import { framed } from '../view/compose.js'
import type { Rect, Size } from '../view/rect.js'
import { fitLine, type Line, lineColumns } from '../view/text.js'
import { isSmall } from './panel.js'

/** Where a list to choose from stands: in the middle, as large as it needs; on a small screen everywhere. */
export function menuRect(screen: Size, { columns, rows }: Size): Rect {
  if (isSmall(screen)) return { x: 0, y: 0, columns: screen.columns, rows: Math.max(1, screen.rows - 1) }
  const wide = Math.min(screen.columns, columns + 2)
  const high = Math.min(screen.rows - 2, rows + 2)
  return {
    x: Math.floor((screen.columns - wide) / 2),
    y: Math.floor((screen.rows - high) / 2),
    columns: wide,
    rows: high,
  }
}

/** The rows round the cursor, in a frame where there is room for one; each can be clicked as `click` says. */
export function viewMenu(
  { title, rows, cursor, click }: { title: string; rows: readonly Line[]; cursor: number; click: string },
  screen: Size,
  rect: Rect,
): Line[] {
  const bare = isSmall(screen)
  const [columns, room] = bare ? [rect.columns, rect.rows] : [rect.columns - 2, rect.rows - 2]
  const top = Math.max(0, Math.min(cursor - Math.floor(room / 2), rows.length - room))
  const lines = rows.slice(top, top + room).map((row, i) =>
    fitLine(row, columns).map((piece) => ({
      ...piece,
      click: `${click}:${top + i}`,
      ...(top + i === cursor && { on: 'row' as const }),
    })),
  )
  return bare ? lines : framed(title, lines, rect)
}

export const widest = (rows: readonly Line[]): number => Math.max(0, ...rows.map(lineColumns))
