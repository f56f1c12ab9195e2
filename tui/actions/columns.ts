import type { Command } from '../keymap/keymap.js'
import { type ColumnName, type ColumnsChoice, openColumns } from '../model/columns.js'
import type { Effect } from '../model/effect.js'
import { showColumns } from '../model/look.js'
import type { Model } from '../model/model.js'
import { changeOverlay, openOverlay, stateOf } from '../model/overlay.js'
import { note } from '../model/toast.js'
import { type Action, leave } from './action.js'

const choosing =
  (act: (model: Model, choice: ColumnsChoice) => Effect[]): Action =>
  (model) => {
    const choice = stateOf(model, 'columns')
    return choice === undefined ? [] : act(model, choice)
  }

const shownOf = ({ columnsShown }: Model): readonly ColumnName[] => columnsShown ?? openColumns().order

function toggle(model: Model, { cursor, order }: ColumnsChoice): Effect[] {
  const shown = new Set(shownOf(model))
  const name = order[cursor]!
  if (!shown.delete(name)) shown.add(name)
  if (shown.size === 0) {
    note(model, 'The list needs a column')
    return []
  }
  return showColumns(
    model,
    order.filter((each) => shown.has(each)),
  )
}

const moveColumn = (by: 1 | -1): Action =>
  choosing((model, { cursor, order }) => {
    const to = cursor + by
    const name = order[cursor]!
    if (order[to] === undefined) return []
    const moved = order.toSpliced(cursor, 1).toSpliced(to, 0, name)
    changeOverlay(model, 'columns', { cursor: to, order: moved })
    const shown = shownOf(model)
    return showColumns(
      model,
      moved.filter((each) => shown.includes(each)),
    )
  })

const moveBy = (by: 1 | -1): Action =>
  choosing((model, { cursor, order }) => {
    changeOverlay(model, 'columns', { cursor: Math.min(order.length - 1, Math.max(0, cursor + by)), order })
    return []
  })

export const COLUMNS_ACTIONS = {
  columns: (model) => {
    openOverlay(model, 'columns', openColumns(model.columnsShown))
    return []
  },
  'toggle-column': choosing(toggle),
  'column-earlier': moveColumn(-1),
  'column-later': moveColumn(1),
  'usual-columns': choosing((model, { cursor }) => {
    changeOverlay(model, 'columns', { ...openColumns(), cursor })
    return showColumns(model, undefined)
  }),
  'next-column': moveBy(1),
  'previous-column': moveBy(-1),
  'leave-columns': leave,
} as const satisfies Partial<Record<Command, Action>>
