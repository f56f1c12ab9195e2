import { centred, framed } from '../view/compose.js'
import type { Rect, Size } from '../view/rect.js'
import { type Line, span } from '../view/text.js'

const NARROW = 40
const LOW = 12

/** Too small for frames: what lies over the view has the whole screen. */
export const isSmall = ({ columns, rows }: Size): boolean => columns < NARROW || rows < LOW

/** Where something that lies over the view stands: of the size it wants between the header and the messages, else the whole screen. */
export const panelRect = (screen: Size, wanted: Size): Rect =>
  isSmall(screen)
    ? { x: 0, y: 0, columns: screen.columns, rows: screen.rows }
    : centred(screen, { columns: wanted.columns, rows: Math.min(wanted.rows, screen.rows - 3) })

/** What is left for lines in it. */
export const panelRoom = ({ columns, rows }: Size, screen: Size): Size =>
  isSmall(screen) ? { columns, rows } : { columns: columns - 4, rows: rows - 2 }

/** Lines in a frame with a title, or where there is no room for one by themselves. */
export const panel = (title: string, lines: readonly Line[], rect: Size, screen: Size): readonly Line[] =>
  isSmall(screen)
    ? lines
    : framed(
        title,
        lines.map((line) => [MARGIN, ...line]),
        rect,
      )

const MARGIN = span(' ')
