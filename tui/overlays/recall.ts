import { run } from '../actions/actions.js'
import { changeOverlay } from '../model/overlay.js'
import type { Recall } from '../model/recall.js'
import { viewRecall } from '../screens/recall.js'
import type { OverlayKind } from './overlay.js'

export const RECALL: OverlayKind<Recall> = {
  view: (recall, model, { filter, status }) => viewRecall(recall, model, filter ?? status),
  typing: {
    line: ({ line }) => line,
    retype(model, _, line) {
      changeOverlay(model, 'recall', { line, cursor: 0 })
      return []
    },
  },
  clicked(model, recall, what, which) {
    if (what !== 'recall') return []
    changeOverlay(model, 'recall', { ...recall, cursor: Number(which) })
    return run('take-recalled', model)
  },
}
