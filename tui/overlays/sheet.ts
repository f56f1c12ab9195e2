import type { Sheet } from '../model/sheet.js'
import { sheetRect, viewSheet } from '../screens/sheet.js'
import type { OverlayKind } from './overlay.js'

export const SHEET: OverlayKind<Sheet> = {
  view: (sheet, model) => ({ rect: sheetRect(model), lines: viewSheet(sheet, model) }),
}
