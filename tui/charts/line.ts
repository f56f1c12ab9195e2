import type { Cell } from '../terminal/offscreen.js'
import type { Draw } from '../view/chart.js'
import type { MakeWidget } from './contrib.js'
import { hiddenWidget, lineOf } from './widget.js'

/** What the widget leaves empty at the right and below, and its line of labels. */
const MARGIN = { columns: 6, rows: 4 }

const OPTIONS = {
  showLegend: false,
  numYLabels: 4,
  style: { line: 'cyan', text: 'white', baseline: 'white' },
}

/** A line over an axis, its scale at the left. */
export function lineChart(make: MakeWidget): Draw<'line'> {
  const widget = hiddenWidget(make)
  return (values, { columns, rows }) => {
    const y = values.length === 0 ? [0] : values
    const maxY = Math.max(1, ...y) * 1.1
    const size = { columns: columns + MARGIN.columns, rows: rows + MARGIN.rows }
    const cells = widget.draw(size, { ...OPTIONS, maxY, wholeNumbersOnly: maxY >= 8 }, [{ x: y.map(() => ''), y }])
    return cells.slice(0, rows).map((row) => lineOf(row, 0, columns, lookOf))
  }
}

/** Digits are the scale; everything else is drawn in dots. */
const lookOf = ({ text }: Cell) => ({
  text,
  style: /[\d.]/.test(text) ? ('dim' as const) : /[⡇⠓⠒]/.test(text) ? ('dim' as const) : ('accent' as const),
})
