import { framed } from '../view/compose.js'
import type { Rect, Size } from '../view/rect.js'
import type { Line } from '../view/text.js'
import { isSmall } from './panel.js'

/** Where a dialog stands: in the middle and as large as its lines need, on a small screen on all of it. */
export function boxRect(screen: Size, wanted: Size): Rect {
  if (isSmall(screen)) return { x: 0, y: 0, columns: screen.columns, rows: screen.rows }
  const columns = Math.min(screen.columns - 2, wanted.columns)
  const rows = Math.min(screen.rows - 2, wanted.rows)
  return { x: Math.floor((screen.columns - columns) / 2), y: Math.floor((screen.rows - rows) / 2), columns, rows }
}

/** How many columns and rows of it lines can have. */
export const boxInside = (screen: Size, { columns, rows }: Size): Size =>
  isSmall(screen) ? { columns, rows } : { columns: columns - 2, rows: rows - 2 }

/** Lines in a frame, on a small screen without; of too many those around `at` are shown. */
export function boxed(title: string, lines: readonly Line[], at: number, screen: Size, rect: Size): Line[] {
  const { rows } = boxInside(screen, rect)
  const top = Math.max(0, Math.min(at - Math.floor(rows / 2), lines.length - rows))
  const shown = lines.slice(top, top + rows)
  return isSmall(screen) ? shown : framed(title, shown, rect)
}
