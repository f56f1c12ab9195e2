import { type Cell, type Offscreen, offscreen } from '../terminal/offscreen.js'
import type { Size } from '../view/rect.js'
import type { Line, Style } from '../view/text.js'
import { span } from '../view/text.js'
import type { ContribWidget, MakeWidget } from './contrib.js'

interface Made {
  readonly screen: Offscreen
  readonly widget: ContribWidget
}

/**
 * A widget on a screen of its own that nobody sees. It draws what it is given and
 * its cells are read. For another size or other options a new one is made: those
 * of blessed-contrib keep the size they were made in.
 */
export function hiddenWidget(make: MakeWidget): {
  draw(size: Size, options: Readonly<Record<string, unknown>>, ...data: readonly unknown[]): Cell[][]
} {
  const made = new Map<string, Made>()
  const find = (size: Size, options: Readonly<Record<string, unknown>>): Made => {
    const key = JSON.stringify([size, options])
    const known = made.get(key)
    if (known !== undefined) return known
    const [oldest] = made
    if (oldest !== undefined && made.size >= MOST_KEPT) {
      oldest[1].screen.close()
      made.delete(oldest[0])
    }
    const screen = offscreen(size)
    const place = { top: 0, left: 0, width: size.columns, height: size.rows }
    const widget = make({ screen: screen.screen, ...place, ...options })
    screen.screen.append(widget as never)
    const now = { screen, widget }
    made.set(key, now)
    return now
  }
  return {
    draw(size, options, ...data) {
      const { screen, widget } = find(size, options)
      widget.setData(...data)
      return screen.cells()
    },
  }
}

/** Sizes that a screen shows beside one another. */
const MOST_KEPT = 4

/** Cells as a line of spans, of `columns` from `left` on. `lookOf` says what a cell is to look like. */
export function lineOf(cells: readonly Cell[], left: number, columns: number, lookOf: LookOf): Line {
  const line: { text: string; style: Style }[] = []
  for (let i = left; i < left + columns; i++) {
    const { text, style } = lookOf(cells[i] ?? { text: ' ' })
    const last = line.at(-1)
    if (last?.style === style) last.text += text
    else line.push({ text, style })
  }
  return line.map(({ text, style }) => span(text, style))
}

export type LookOf = (cell: Cell) => { readonly text: string; readonly style: Style }
