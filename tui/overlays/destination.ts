import { goToEvent } from '../actions/destination-sheet.js'
import type { DestinationSheet } from '../model/destination-sheet.js'
import { destinationRect, viewDestination } from '../screens/destination-sheet.js'
import type { OverlayKind } from './overlay.js'

export const DESTINATION: OverlayKind<DestinationSheet> = {
  view: (sheet, model) => ({ rect: destinationRect(model), lines: viewDestination(sheet, model) }),
  clicked: (model, _, what, which) => (what === 'sample' ? goToEvent(model, Number(which)) : []),
}
