import type { Command } from './keymap/keymap.js'
import { type Action, LIST_ACTIONS } from './list-actions.js'
import type { Effect } from './model/effect.js'
import { matchingBindings } from './model/help.js'
import type { Model } from './model/model.js'
import { helpBindings, OVERLAY_ACTIONS } from './overlay-actions.js'
import { PANE_ACTIONS } from './pane-actions.js'

/** What each command of the binding tables does; a command without an action does not compile. */
const ACTIONS: Readonly<Record<Command, Action>> = {
  ...LIST_ACTIONS,
  ...PANE_ACTIONS,
  ...OVERLAY_ACTIONS,
  'run-binding': runBinding,
}

export const isCommand = (text: string): text is Command => Object.hasOwn(ACTIONS, text)

export const run = (command: Command, model: Model): Effect[] => ACTIONS[command](model)

/** Does what the help's cursor is on, in the mode the help was opened in. */
function runBinding(model: Model): Effect[] {
  if (model.overlay?.kind !== 'help') return []
  const { help } = model.overlay
  const matching = matchingBindings(helpBindings(model), help)
  const binding = matching[Math.min(help.cursor, matching.length - 1)]
  model.overlay = undefined
  return binding === undefined ? [] : run(binding.command, model)
}
