import type { ConfirmDestination } from '../model/confirm-destination.js'
import { changeOverlay } from '../model/overlay.js'
import { confirmRect, viewConfirm } from '../screens/confirm-destination.js'
import type { OverlayKind } from './overlay.js'

export const CONFIRM_DESTINATION: OverlayKind<ConfirmDestination> = {
  view: (asked, model) => ({ rect: confirmRect(model), lines: viewConfirm(asked, model) }),
  typing: {
    line: ({ line }) => line,
    retype(model, asked, line) {
      changeOverlay(model, 'confirm-destination', { ...asked, line, mistaken: false })
      return []
    },
  },
}
