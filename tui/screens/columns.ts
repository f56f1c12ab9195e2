import type { ColumnName, ColumnsChoice } from '../model/columns.js'
import type { Model } from '../model/model.js'
import type { Rect } from '../view/rect.js'
import { fitText, type Line, span } from '../view/text.js'
import { clockIn } from '../view/time.js'
import { menuRect, viewMenu, widest } from './frame.js'
import { layoutOf } from './layout.js'
import { columnsInSight } from './list.js'

const TELLS: Readonly<Record<ColumnName, string>> = {
  time: 'when it happened',
  outcome: 'ok or FAIL',
  actor: 'who did it',
  action: 'what was done',
  target: 'to what',
  from: 'from which address',
  area: 'in which part of the product',
  changes: 'what was changed',
}

/** What the list calls each. */
const TITLES: Readonly<Partial<Record<ColumnName, string>>> = { outcome: 'RES' }

/** The columns in their order, those that are shown ticked, and of these those that have no room. */
export function viewColumns({ cursor, order }: ColumnsChoice, model: Model): { rect: Rect; lines: readonly Line[] } {
  const { columnsShown } = model
  const inSight = columnsInSight(model, clockIn(model.clock.timeZone), layoutOf(model).list.columns)
  const rows = order.map((name): Line => {
    const shown = columnsShown === undefined || columnsShown.includes(name)
    return [
      span(shown ? ' [x] ' : ' [ ] ', shown ? 'accent' : 'dim'),
      span(fitText(TITLES[name] ?? name.toUpperCase(), 8), shown ? 'strong' : 'dim'),
      span(shown && !inSight.includes(name) ? 'no room' : TELLS[name], 'dim'),
      span(' '),
    ]
  })
  const rect = menuRect(model, { columns: widest(rows), rows: rows.length })
  return { rect, lines: viewMenu({ title: 'columns', rows, cursor, click: 'column' }, model, rect) }
}
