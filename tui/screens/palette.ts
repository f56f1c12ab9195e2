import type { Palette, PaletteRow } from '../model/palette.js'
import type { Rect, Size } from '../view/rect.js'
import { fitLine, fitText, type Line, span } from '../view/text.js'
import { columnsOf } from '../view/width.js'
import { typedLine } from './filter-line.js'
import { frameRect, inFrame, insideFrame, isSmall } from './frame.js'
import { firstInSight } from './plain-view.js'

const SIZE: Size = { columns: 84, rows: 22 }

export const paletteRect = (screen: Size): Rect => frameRect(screen, SIZE)

/** The line that is typed, and what it could become. */
export function viewPalette(palette: Palette, rows: readonly PaletteRow[], screen: Size): readonly Line[] {
  const rect = paletteRect(screen)
  const room = insideFrame(screen, rect, 1)
  const { line, cursor, problem } = palette
  const counted = ` ${rows.length}`
  const typing: Line = [
    span(':', 'title'),
    ...fitLine(typedLine(line, room.columns - 2 - counted.length), room.columns - 1 - counted.length),
    span(counted, 'dim'),
  ]
  const told: Line[] = problem === undefined ? [] : [[span(`! ${problem}`, 'bad')]]
  const listed = room.rows - 1 - told.length
  const top = firstInSight(cursor ?? 0, rows.length, { rows: listed })
  // On a small screen what it is called is all there is room for.
  const widest = Math.max(0, ...rows.map(({ label }) => columnsOf(label)))
  const labels = isSmall(screen) ? room.columns - 1 : Math.min(46, widest)
  const enter = cursor ?? (line.text.trim() === '' ? undefined : 0)
  const lines = rows
    .slice(top, top + listed)
    .map((row, i) => rowLine(row, top + i, enter, cursor !== undefined, labels, room.columns))
  return inFrame('commands', [typing, ...told, ...lines], rect, screen, { air: 1 })
}

function rowLine(
  { label, hint, why }: PaletteRow,
  index: number,
  enter: number | undefined,
  chosen: boolean,
  labels: number,
  columns: number,
): Line {
  const at = index === enter
  const line: Line = [
    span(at ? '▌' : ' ', 'accent'),
    span(fitText(label, labels), why === undefined ? 'plain' : 'dim'),
    span(`  ${why === undefined ? hint : `not now: ${why}`}`, 'dim'),
  ]
  return fitLine(line, columns).map((piece) => ({
    ...piece,
    click: `line:${index}`,
    ...(at && chosen && { on: 'row' as const }),
  }))
}
