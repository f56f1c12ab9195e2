import { type DestinationForm, retyped } from '../model/destination-form.js'
import { changeOverlay } from '../model/overlay.js'
import { viewForm } from '../screens/destination-form.js'
import type { OverlayKind } from './overlay.js'

export const DESTINATION_FORM: OverlayKind<DestinationForm> = {
  view: viewForm,
  typing: {
    line: ({ line }) => line,
    retype(model, form, line) {
      if (!form.sending) changeOverlay(model, 'destination-form', retyped(form, line))
      return []
    },
  },
}
