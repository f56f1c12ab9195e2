import type { Mode } from '#tui/keymap/keymap.js'
import { COPY, EXPORT, MARKS, NOTE, PLAIN } from './doing.js'
import { FIND, GO_TO, HELP, PALETTE } from './finding.js'
import { CONFIRM_DESTINATION, DEAD_LETTERS, DESTINATION, DESTINATION_FORM, FORWARDING } from './forwarding.js'
import { COLUMNS, LIST } from './list.js'
import { PRESETS, PROMPT, RECALL, SAVE_VIEW, SAVED_VIEWS } from './narrowing.js'
import { CHIPS, DETAIL, FACETS, HISTOGRAM } from './panes.js'
import type { Play } from './scenario.js'
import { ALERTS, JOBS, RUN_JOB, SHEET, STATS } from './views.js'

/** The scenarios of every mode. */
export const PLAYS: { readonly [M in Mode]: Play<M> } = {
  list: LIST,
  facets: FACETS,
  detail: DETAIL,
  chips: CHIPS,
  histogram: HISTOGRAM,
  alerts: ALERTS,
  jobs: JOBS,
  stats: STATS,
  prompt: PROMPT,
  presets: PRESETS,
  recall: RECALL,
  'saved-views': SAVED_VIEWS,
  'save-view': SAVE_VIEW,
  help: HELP,
  export: EXPORT,
  find: FIND,
  'go-to': GO_TO,
  columns: COLUMNS,
  copy: COPY,
  plain: PLAIN,
  marks: MARKS,
  note: NOTE,
  sheet: SHEET,
  'run-job': RUN_JOB,
  palette: PALETTE,
  forwarding: FORWARDING,
  destination: DESTINATION,
  'dead-letters': DEAD_LETTERS,
  'destination-form': DESTINATION_FORM,
  'confirm-destination': CONFIRM_DESTINATION,
}
