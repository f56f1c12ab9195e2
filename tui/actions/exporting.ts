import type { Command } from '../keymap/keymap.js'
import { browseOf } from '../model/browse.js'
import type { Effect } from '../model/effect.js'
import { openExport, withFormat } from '../model/export-dialog.js'
import type { Model } from '../model/model.js'
import { changeOverlay, closeOverlay, openOverlay, stateOf } from '../model/overlay.js'
import { note } from '../model/toast.js'
import { type Action, leave } from './action.js'

function open(model: Model): Effect[] {
  const { name: of, filter } = browseOf(model)
  openOverlay(model, 'export', openExport(filter.text, model.nowMs))
  return [{ type: 'count', of, purpose: 'export', filter: filter.text }]
}

function start(model: Model): Effect[] {
  const dialog = stateOf(model, 'export')
  if (dialog === undefined) return []
  const { format, path, filter, total } = dialog
  if (model.exporting !== undefined) {
    note(model, 'An export is running; X stops it', 'error')
    return []
  }
  if (path.text.trim() === '') {
    note(model, 'The export needs a file to write to', 'error')
    return []
  }
  const request = { filter, format, path: path.text.trim() }
  model.exporting = { request, rows: 0, ...(total !== undefined && { total }) }
  closeOverlay(model)
  return [{ type: 'export', request }]
}

function switchFormat(model: Model): Effect[] {
  const dialog = stateOf(model, 'export')
  if (dialog === undefined) return []
  changeOverlay(model, 'export', withFormat(dialog, dialog.format === 'csv' ? 'ndjson' : 'csv', model.nowMs))
  return []
}

export const EXPORTING_ACTIONS = {
  export: open,
  'start-export': start,
  'switch-format': switchFormat,
  'leave-export': leave,
  'cancel-export': (model) => (model.exporting === undefined ? [] : [{ type: 'cancel-export' }]),
} as const satisfies Partial<Record<Command, Action>>
