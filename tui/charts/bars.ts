import type { Cell } from '../terminal/offscreen.js'
import type { Draw } from '../view/chart.js'
import type { MakeWidget } from './contrib.js'
import { hiddenWidget, lineOf } from './widget.js'

/** What the widget leaves empty above and at the right. Its bars are a column wider than it is told. */
const MARGIN = { columns: 4, rows: 2 }

const GREEN = 2
const RED = 1

/** Stacked bars; what they stand for is written below them. */
export function barsChart(make: MakeWidget): Draw<'bars'> {
  const widget = hiddenWidget(make)
  return ({ groups, barColumns, gap }, { columns, rows }) => {
    const size = { columns: columns + MARGIN.columns, rows: rows + MARGIN.rows }
    const options = {
      ...{ barWidth: barColumns - 1, barSpacing: barColumns + gap, xOffset: 0, showText: false, showLegend: false },
      barBgColor: ['green', 'red'],
    }
    const names = groups.map(() => '')
    // Without anything the widget would divide by its sum.
    const data = groups.map((parts) => (parts.some((part) => part > 0) ? parts : [0]))
    const cells = widget.draw(
      size,
      { ...options, maxValue: 1 },
      {
        barCategory: names,
        stackedCategory: ['', ''],
        data: data.map((parts) => (parts.length === 1 ? [0, 0] : parts)),
      },
    )
    return cells.slice(MARGIN.rows, MARGIN.rows + rows).map((row) => lineOf(row, 0, columns, lookOf))
  }
}

/** The parts differ in their sign too, for those who see no colours. */
function lookOf({ bg }: Cell) {
  if (bg === RED) return { text: '▒', style: 'bad' as const }
  return bg === GREEN ? { text: '█', style: 'good' as const } : { text: ' ', style: 'plain' as const }
}
