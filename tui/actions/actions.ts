import type { Command } from '../keymap/keymap.js'
import type { Effect } from '../model/effect.js'
import type { Model } from '../model/model.js'
import type { Action } from './action.js'
import { ALERTS_ACTIONS } from './alerts.js'
import { COPYING_ACTIONS } from './copying.js'
import { DETAIL_ACTIONS } from './detail.js'
import { EXPORTING_ACTIONS } from './exporting.js'
import { FACETS_ACTIONS } from './facets.js'
import { FILTER_ACTIONS } from './filter.js'
import { FINDING_OUT_ACTIONS, runHelpRow } from './finding-out.js'
import { JOBS_ACTIONS } from './jobs.js'
import { LIST_ACTIONS } from './list.js'
import { LOOK_ACTIONS } from './look.js'
import { PALETTE_ACTIONS, runLine } from './palette.js'
import { PANES_ACTIONS } from './panes.js'
import { PLAIN_VIEWS_ACTIONS } from './plain-views.js'
import { PROGRAM_ACTIONS } from './program.js'
import { PROMPT_ACTIONS } from './prompt.js'
import { SHEET_ACTIONS } from './sheet.js'
import { STATS_ACTIONS } from './stats.js'

/** What each command of the binding tables does; a command without an action does not compile. */
const ACTIONS: Readonly<Record<Command, Action>> = {
  ...LIST_ACTIONS,
  ...DETAIL_ACTIONS,
  ...FILTER_ACTIONS,
  ...PROMPT_ACTIONS,
  ...FACETS_ACTIONS,
  ...PANES_ACTIONS,
  ...COPYING_ACTIONS,
  ...EXPORTING_ACTIONS,
  ...FINDING_OUT_ACTIONS,
  'run-binding': (model) => runHelpRow(model, run),
  ...PALETTE_ACTIONS,
  'run-line': (model) => runLine(model, run),
  ...PLAIN_VIEWS_ACTIONS,
  ...ALERTS_ACTIONS,
  ...JOBS_ACTIONS,
  ...STATS_ACTIONS,
  ...SHEET_ACTIONS,
  ...LOOK_ACTIONS,
  ...PROGRAM_ACTIONS,
}

export const isCommand = (text: string): text is Command => Object.hasOwn(ACTIONS, text)

export const run = (command: Command, model: Model): Effect[] => ACTIONS[command](model)
