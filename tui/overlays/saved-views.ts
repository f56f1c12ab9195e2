import { run } from '../actions/actions.js'
import { changeOverlay } from '../model/overlay.js'
import type { SavedViews, SaveView } from '../model/saved-views.js'
import { viewSavedViews, viewSaveView } from '../screens/saved-views.js'
import type { OverlayKind } from './overlay.js'

export const SAVED_VIEWS: OverlayKind<SavedViews> = {
  view: viewSavedViews,
  clicked(model, views, what, which) {
    if (what !== 'view' || model.savedViews[Number(which)] === undefined) return []
    changeOverlay(model, 'saved-views', { ...views, cursor: Number(which) })
    return run('load-view', model)
  },
}

export const SAVE_VIEW: OverlayKind<SaveView> = {
  view: viewSaveView,
  typing: {
    line: ({ line }) => line,
    retype(model, _, line) {
      changeOverlay(model, 'save-view', { line })
      return []
    },
  },
}
