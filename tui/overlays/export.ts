import { chooseScope, showExport } from '../actions/exporting.js'
import { type ExportDialog, withFormat, withPath } from '../model/export-dialog.js'
import { exportRect, viewExport } from '../screens/export.js'
import type { OverlayKind } from './overlay.js'

export const EXPORT: OverlayKind<ExportDialog> = {
  view(dialog, model) {
    const rect = exportRect(model, dialog)
    return { rect, lines: viewExport(dialog, model, rect) }
  },
  typing: {
    line: ({ path }) => path,
    retype: (model, dialog, path) =>
      path.text === dialog.path.text
        ? showExport(model, { ...dialog, path, at: 'path' })
        : showExport(model, withPath(dialog, path)),
  },
  clicked(model, dialog, what, which) {
    if (what === 'scope') return chooseScope(model, dialog, which)
    if (what === 'raw') return showExport(model, { ...dialog, raw: which === 'yes' })
    if (what === 'format' && which !== dialog.format)
      return showExport(model, withFormat(dialog, which === 'csv' ? 'csv' : 'ndjson', model.nowMs))
    return []
  },
}
