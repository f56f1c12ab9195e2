import type { Draw } from '../view/chart.js'
import type { MakeWidget } from './contrib.js'
import { hiddenWidget, lineOf } from './widget.js'

/** What the widget leaves empty at the right, and the row below its title on which it draws. */
const MARGIN_COLUMNS = 2
const ROW = 2

/** One row. */
export function sparklineChart(make: MakeWidget): Draw<'sparkline'> {
  const widget = hiddenWidget(make)
  return (values, { columns }) => {
    // The widget would show the oldest.
    const newest = values.slice(-columns)
    const cells = widget.draw({ columns: columns + MARGIN_COLUMNS, rows: ROW + 2 }, { tags: true }, [''], [newest])
    return [lineOf(cells[ROW] ?? [], 0, columns, ({ text }) => ({ text, style: 'accent' }))]
  }
}
