import type { Command } from '../keymap/keymap.js'
import { changeOverlay, stateOf } from '../model/overlay.js'
import { sheetRoom } from '../screens/sheet.js'
import { type Action, leave } from './action.js'

const scrollBy =
  (by: (rows: number) => number): Action =>
  (model) => {
    const sheet = stateOf(model, 'sheet')
    if (sheet === undefined) return []
    const { rows, most } = sheetRoom(sheet, model)
    const top = Math.min(most, Math.max(0, Math.min(most, sheet.top) + by(rows)))
    changeOverlay(model, 'sheet', { ...sheet, top })
    return []
  }

export const SHEET_ACTIONS = {
  'sheet-down': scrollBy(() => 1),
  'sheet-up': scrollBy(() => -1),
  'sheet-page-down': scrollBy((rows) => Math.max(1, rows - 1)),
  'sheet-page-up': scrollBy((rows) => -Math.max(1, rows - 1)),
  'sheet-first': scrollBy(() => -Number.MAX_SAFE_INTEGER),
  'sheet-last': scrollBy(() => Number.MAX_SAFE_INTEGER),
  'leave-sheet': leave,
} as const satisfies Partial<Record<Command, Action>>
