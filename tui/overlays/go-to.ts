import type { GoTo } from '../model/go-to.js'
import { changeOverlay } from '../model/overlay.js'
import { viewGoTo } from '../screens/ask-line.js'
import type { OverlayKind } from './overlay.js'

export const GO_TO: OverlayKind<GoTo> = {
  view: (state, model, { status }) => ({ rect: status, lines: [viewGoTo(state, model, status.columns)] }),
  typing: {
    line: ({ line }) => line,
    retype(model, _, line) {
      changeOverlay(model, 'go-to', { line, refused: false })
      return []
    },
  },
}
