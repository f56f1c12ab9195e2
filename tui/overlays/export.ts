import { type ExportDialog, withFormat } from '../model/export-dialog.js'
import { changeOverlay } from '../model/overlay.js'
import { EXPORT_SIZE, viewExport } from '../screens/export.js'
import { centred } from '../view/compose.js'
import type { OverlayKind } from './overlay.js'

export const EXPORT: OverlayKind<ExportDialog> = {
  view(dialog, model) {
    const rect = centred(model, EXPORT_SIZE)
    return { rect, lines: viewExport(dialog, rect) }
  },
  typing: {
    line: ({ path }) => path,
    retype(model, dialog, path) {
      changeOverlay(model, 'export', { ...dialog, path, suggested: false })
      return []
    },
  },
  clicked(model, dialog, what, which) {
    if (what === 'format')
      changeOverlay(model, 'export', withFormat(dialog, which === 'csv' ? 'csv' : 'ndjson', model.nowMs))
    return []
  },
}
