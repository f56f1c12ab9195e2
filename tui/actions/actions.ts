import type { Command } from '../keymap/keymap.js'
import type { Effect } from '../model/effect.js'
import type { Model } from '../model/model.js'
import type { Action } from './action.js'
import { ALERTS_ACTIONS } from './alerts.js'
import { CHIPS_ACTIONS } from './chips.js'
import { COLUMNS_ACTIONS } from './columns.js'
import { COPYING_ACTIONS } from './copying.js'
import { DEAD_LETTERS_ACTIONS } from './dead-letters.js'
import { DESTINATION_FORM_ACTIONS } from './destination-form.js'
import { DETAIL_ACTIONS } from './detail.js'
import { EXPORTING_ACTIONS } from './exporting.js'
import { FACETS_ACTIONS } from './facets.js'
import { FILTER_ACTIONS } from './filter.js'
import { FINDING_OUT_ACTIONS, runHelpRow } from './finding-out.js'
import { FORWARDING_ACTIONS } from './forwarding.js'
import { HISTOGRAM_ACTIONS } from './histogram.js'
import { JOBS_ACTIONS } from './jobs.js'
import { LIST_ACTIONS } from './list.js'
import { LOOK_ACTIONS } from './look.js'
import { MARKS_ACTIONS } from './marks.js'
import { PALETTE_ACTIONS, runLine } from './palette.js'
import { PANES_ACTIONS } from './panes.js'
import { PLAIN_ACTIONS } from './plain.js'
import { PLAIN_VIEWS_ACTIONS } from './plain-views.js'
import { PRESETS_ACTIONS } from './presets.js'
import { PROGRAM_ACTIONS } from './program.js'
import { PROMPT_ACTIONS } from './prompt.js'
import { RECALL_ACTIONS } from './recall.js'
import { SAVED_VIEWS_ACTIONS } from './saved-views.js'
import { SEARCHING_ACTIONS } from './searching.js'
import { SHEET_ACTIONS } from './sheet.js'
import { STATS_ACTIONS } from './stats.js'
import { VIEWS_ACTIONS } from './views.js'

/** What each command of the binding tables does; a command without an action does not compile. */
const ACTIONS: Readonly<Record<Command, Action>> = {
  ...LIST_ACTIONS,
  ...COLUMNS_ACTIONS,
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
  'run-binding': (model) => runHelpRow(model, run),
  ...PALETTE_ACTIONS,
  'run-line': (model) => runLine(model, run),
  ...PLAIN_VIEWS_ACTIONS,
  ...ALERTS_ACTIONS,
  ...JOBS_ACTIONS,
  ...STATS_ACTIONS,
  ...FORWARDING_ACTIONS,
  ...DEAD_LETTERS_ACTIONS,
  ...DESTINATION_FORM_ACTIONS,
  ...SHEET_ACTIONS,
  ...LOOK_ACTIONS,
  ...PROGRAM_ACTIONS,
  ...SEARCHING_ACTIONS,
  ...VIEWS_ACTIONS,
}

export const isCommand = (text: string): text is Command => Object.hasOwn(ACTIONS, text)

export const run = (command: Command, model: Model): Effect[] => ACTIONS[command](model)
