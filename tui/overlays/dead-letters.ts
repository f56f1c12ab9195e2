import type { DeadLetters } from '../model/dead-letters.js'
import { changeOverlay } from '../model/overlay.js'
import { deadLettersRect, viewDeadLetters } from '../screens/dead-letters.js'
import { clockIn } from '../view/time.js'
import type { OverlayKind } from './overlay.js'

export const DEAD_LETTERS: OverlayKind<DeadLetters> = {
  view: (state, model) => ({
    rect: deadLettersRect(model, state),
    lines: viewDeadLetters(state, model, clockIn(model.clock.timeZone)),
  }),
  clicked(model, state, what, which) {
    if (what === 'dead') changeOverlay(model, 'dead-letters', { ...state, cursor: Number(which) })
    return []
  },
}
