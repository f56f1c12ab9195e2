import type { Draw } from '../view/chart.js'
import type { MakeWidget } from './contrib.js'
import { hiddenWidget, lineOf } from './widget.js'

/** What the widget leaves empty: a column at the left, and the rows above its bar. At the right a full one ends so far before its edge. */
const LEFT = 1
const ROW = 2
const RIGHT = 3

/** One row, full from left to right as far as the share goes. */
export function gaugeChart(make: MakeWidget): Draw<'gauge'> {
  const widget = hiddenWidget(make)
  return (share, { columns }) => {
    const size = { columns: columns + LEFT + RIGHT, rows: ROW + 3 }
    const percent = Math.round(Math.min(1, Math.max(0, share)) * 100)
    // Below about 1 the widget takes the number for a share.
    const cells = widget.draw(size, { showLabel: false, stroke: 'green' }, percent <= 1 ? percent / 100 : percent)
    const empty = percent === 0
    return [
      lineOf(cells[ROW] ?? [], LEFT, columns, ({ bg }) =>
        bg === undefined || empty ? { text: '░', style: 'dim' } : { text: '█', style: 'accent' },
      ),
    ]
  }
}
