import { bindingsOf, type Command, modeBelow } from '../keymap/keymap.js'
import { matchingBindings, openHelp } from '../model/help.js'
import { changeOverlay, openOverlay, stateOf } from '../model/overlay.js'
import { type Action, leave } from './action.js'

const moveHelp =
  (by: 1 | -1): Action =>
  (model) => {
    const help = stateOf(model, 'help')
    if (help === undefined) return []
    const last = matchingBindings(bindingsOf(model, modeBelow(model)), help).length - 1
    changeOverlay(model, 'help', { ...help, cursor: Math.min(last, Math.max(0, help.cursor + by)) })
    return []
  }

export const FINDING_OUT_ACTIONS = {
  help: (model) => {
    openOverlay(model, 'help', openHelp())
    return []
  },
  'help-next': moveHelp(1),
  'help-previous': moveHelp(-1),
  'leave-help': leave,
} as const satisfies Partial<Record<Command, Action>>
