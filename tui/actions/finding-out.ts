import { matchingHelp } from '../keymap/help-rows.js'
import { type Command, modeBelow } from '../keymap/keymap.js'
import type { Effect } from '../model/effect.js'
import { openHelp } from '../model/help.js'
import type { Model } from '../model/model.js'
import { changeOverlay, closeOverlay, openOverlay, stateOf, topOf } from '../model/overlay.js'
import { note } from '../model/toast.js'
import { type Action, leave } from './action.js'
import type { Run } from './verbs.js'

const moveHelp =
  (by: number): Action =>
  (model) => {
    const help = stateOf(model, 'help')
    if (help === undefined) return []
    const last = matchingHelp(model, modeBelow(model), help).length - 1
    changeOverlay(model, 'help', { ...help, cursor: Math.max(0, Math.min(last, help.cursor + by)) })
    return []
  }

const PAGE = 10

/** Does what the help's cursor is on, in the mode the help was opened in. */
export function runHelpRow(model: Model, run: Run): Effect[] {
  const help = stateOf(model, 'help')
  if (help === undefined) return []
  const matching = matchingHelp(model, modeBelow(model), help)
  const row = matching[Math.min(help.cursor, matching.length - 1)]
  if (row?.why !== undefined) {
    note(model, `Not now: ${row.why}`, 'error')
    return []
  }
  closeOverlay(model)
  return row === undefined ? [] : run(row.binding.command, model)
}

/** The same key closes it. */
const toggleHelp: Action = (model) => {
  if (topOf(model)?.kind === 'help') return leave(model)
  openOverlay(model, 'help', openHelp())
  return []
}

export const FINDING_OUT_ACTIONS = {
  help: toggleHelp,
  'help-anywhere': toggleHelp,
  'help-next': moveHelp(1),
  'help-previous': moveHelp(-1),
  'help-page-down': moveHelp(PAGE),
  'help-page-up': moveHelp(-PAGE),
  'leave-help': leave,
} as const satisfies Partial<Record<Command, Action>>
