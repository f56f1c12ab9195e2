import { run } from '../actions/actions.js'
import { bindingsOf, modeBelow } from '../keymap/keymap.js'
import type { Help } from '../model/help.js'
import { changeOverlay } from '../model/overlay.js'
import { HELP_SIZE, viewHelp } from '../screens/help.js'
import { centred } from '../view/compose.js'
import type { OverlayKind } from './overlay.js'

export const HELP: OverlayKind<Help> = {
  view(help, model) {
    const rect = centred(model, HELP_SIZE)
    const mode = modeBelow(model)
    return { rect, lines: viewHelp(help, bindingsOf(model, mode), mode, rect) }
  },
  typing: {
    line: ({ line }) => line,
    retype(model, _, line) {
      changeOverlay(model, 'help', { line, cursor: 0 })
      return []
    },
  },
  clicked(model, help, what, which) {
    if (what !== 'help') return []
    changeOverlay(model, 'help', { ...help, cursor: Number(which) })
    return run('run-binding', model)
  },
}
