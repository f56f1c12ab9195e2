import { run } from '../actions/actions.js'
import type { ColumnsChoice } from '../model/columns.js'
import { changeOverlay } from '../model/overlay.js'
import { viewColumns } from '../screens/columns.js'
import type { OverlayKind } from './overlay.js'

export const COLUMNS: OverlayKind<ColumnsChoice> = {
  view: viewColumns,
  clicked(model, choice, what, which) {
    if (what !== 'column') return []
    changeOverlay(model, 'columns', { ...choice, cursor: Number(which) })
    return run('toggle-column', model)
  },
}
