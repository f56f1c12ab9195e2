import { bindingsOf, type Command, modeBelow } from '../keymap/keymap.js'
import type { Effect } from '../model/effect.js'
import { matchingBindings } from '../model/help.js'
import type { Model } from '../model/model.js'
import { closeOverlay, stateOf } from '../model/overlay.js'
import type { Action } from './action.js'
import { CHIPS_ACTIONS } from './chips.js'
import { COPYING_ACTIONS } from './copying.js'
import { DETAIL_ACTIONS } from './detail.js'
import { EXPORTING_ACTIONS } from './exporting.js'
import { FACETS_ACTIONS } from './facets.js'
import { FILTER_ACTIONS } from './filter.js'
import { FINDING_OUT_ACTIONS } from './finding-out.js'
import { HISTOGRAM_ACTIONS } from './histogram.js'
import { LIST_ACTIONS } from './list.js'
import { LOOK_ACTIONS } from './look.js'
import { MARKS_ACTIONS } from './marks.js'
import { PANES_ACTIONS } from './panes.js'
import { PLAIN_ACTIONS } from './plain.js'
import { PRESETS_ACTIONS } from './presets.js'
import { PROGRAM_ACTIONS } from './program.js'
import { PROMPT_ACTIONS } from './prompt.js'
import { RECALL_ACTIONS } from './recall.js'
import { SAVED_VIEWS_ACTIONS } from './saved-views.js'
import { SEARCHING_ACTIONS } from './searching.js'
import { VIEWS_ACTIONS } from './views.js'

/** What each command of the binding tables does; a command without an action does not compile. */
const ACTIONS: Readonly<Record<Command, Action>> = {
  ...LIST_ACTIONS,
  ...DETAIL_ACTIONS,
  ...FILTER_ACTIONS,
  ...PROMPT_ACTIONS,
  ...PRESETS_ACTIONS,
  ...RECALL_ACTIONS,
  ...SAVED_VIEWS_ACTIONS,
  ...CHIPS_ACTIONS,
  ...FACETS_ACTIONS,
  ...HISTOGRAM_ACTIONS,
  ...PANES_ACTIONS,
  ...COPYING_ACTIONS,
  ...PLAIN_ACTIONS,
  ...MARKS_ACTIONS,
  ...EXPORTING_ACTIONS,
  ...FINDING_OUT_ACTIONS,
  'run-binding': runBinding,
  ...LOOK_ACTIONS,
  ...PROGRAM_ACTIONS,
  ...SEARCHING_ACTIONS,
  ...VIEWS_ACTIONS,
}

export const isCommand = (text: string): text is Command => Object.hasOwn(ACTIONS, text)

export const run = (command: Command, model: Model): Effect[] => ACTIONS[command](model)

/** Does what the help's cursor is on, in the mode the help was opened in. */
function runBinding(model: Model): Effect[] {
  const help = stateOf(model, 'help')
  if (help === undefined) return []
  const matching = matchingBindings(bindingsOf(model, modeBelow(model)), help)
  const binding = matching[Math.min(help.cursor, matching.length - 1)]
  closeOverlay(model)
  return binding === undefined ? [] : run(binding.command, model)
}
