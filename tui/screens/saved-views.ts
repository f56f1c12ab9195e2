import { keyOf } from '../model/binding.js'
import type { Model } from '../model/model.js'
import { isShown, type SavedViews, type SaveView } from '../model/saved-views.js'
import { centred, framed } from '../view/compose.js'
import type { Rect } from '../view/rect.js'
import { type Line, span } from '../view/text.js'
import { typedLine } from './filter-line.js'
import { isSmall, menuRect, viewMenu } from './frame.js'

const COLUMNS = 72

/** The views by name, the one that is shown marked, with a star the one to begin with. */
export function viewSavedViews({ cursor }: SavedViews, model: Model): { rect: Rect; lines: readonly Line[] } {
  const { savedViews } = model
  const rows = savedViews.map(
    (view): Line => [
      span(isShown(model, view) ? ' ● ' : '   ', 'good'),
      span(view.name, 'strong'),
      ...(view.default ? [span(' *', 'warn')] : []),
      span(`  ${view.filter === '' ? 'no filter' : view.filter}`, 'accent'),
      ...(view.columns === undefined ? [] : [span(`  ${view.columns.length} columns`, 'dim')]),
      ...(view.time === undefined || view.time === 'local' ? [] : [span(`  times ${view.time}`, 'dim')]),
    ],
  )
  const none: Line = [span(` no view is saved yet · ${keyOf(model, 'name-view')} saves this one`, 'dim')]
  const shown = rows.length === 0 ? [none] : rows
  const rect = menuRect(model, { columns: COLUMNS, rows: Math.max(5, shown.length) })
  return { rect, lines: viewMenu({ title: 'views', rows: shown, cursor, click: 'view' }, model, rect) }
}

/** One line, for a name. */
export function viewSaveView({ line }: SaveView, model: Model): { rect: Rect; lines: readonly Line[] } {
  const bare = isSmall(model)
  const size = { columns: Math.min(model.columns, 50), rows: bare ? 1 : 3 }
  const rect = bare ? { x: 0, y: 0, columns: model.columns, rows: 1 } : centred(model, size)
  const asked: Line = [span(' name ', 'title'), ...typedLine(line, rect.columns - 9)]
  return { rect, lines: bare ? [asked] : framed('save view', [asked], rect) }
}
