import { run } from '../actions/actions.js'
import { helpRows, matchingHelp } from '../keymap/help-rows.js'
import { modeBelow } from '../keymap/keymap.js'
import type { Help } from '../model/help.js'
import { changeOverlay } from '../model/overlay.js'
import { helpRect, viewHelp } from '../screens/help.js'
import type { OverlayKind } from './overlay.js'

export const HELP: OverlayKind<Help> = {
  view(help, model) {
    const mode = modeBelow(model)
    const rows = matchingHelp(model, mode, help)
    return { rect: helpRect(model), lines: viewHelp(help, rows, helpRows(model, mode).length, mode, model) }
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
