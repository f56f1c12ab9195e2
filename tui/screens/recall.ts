import type { Model } from '../model/model.js'
import { type Recall, recalled } from '../model/recall.js'
import { count } from '../view/number.js'
import type { Rect } from '../view/rect.js'
import { fitLine, type Line, span, spread } from '../view/text.js'
import { typedLine } from './filter-line.js'

const MOST = 8
/** Here a list below the line would leave nothing of the events. */
const SMALL = 12

/** What is looked for in the place of the filter, and below it the filters that hold it. */
export function viewRecall(
  recall: Recall,
  { history, columns, rows }: Model,
  line: Rect,
): { rect: Rect; lines: Line[] } {
  const found = recalled(history, recall)
  const cursor = Math.min(recall.cursor, Math.max(0, found.length - 1))
  const told = span(found.length === 0 ? ' none ' : ` ${count(cursor + 1)} of ${count(found.length)} `, 'dim')
  const lead = [span(' used ', 'title'), span('▏', 'accent')]
  const room = Math.max(4, columns - 8 - told.text.length)
  const asked = spread([...lead, ...typedLine(recall.line, room)], [told], columns)
  const most = rows < SMALL ? Math.min(2, rows - 1) : MOST
  const top = Math.max(0, Math.min(cursor - Math.floor(most / 2), found.length - most))
  const lines = found.slice(top, top + most).map((filter, i) => {
    const on = top + i === cursor ? ('cell' as const) : ('bar' as const)
    return fitLine([span(` ${filter} `, 'plain', { on })], columns).map((piece) => ({
      ...piece,
      on,
      click: `recall:${top + i}`,
    }))
  })
  const y = Math.min(line.y, rows - 1 - lines.length)
  return { rect: { x: 0, y: Math.max(0, y), columns, rows: 1 + lines.length }, lines: [asked, ...lines] }
}
