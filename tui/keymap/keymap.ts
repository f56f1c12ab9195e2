import type { Binding, Bindings } from '../model/binding.js'
import { type Browses, browseOf, paneOf } from '../model/browse.js'
import type { LookState } from '../model/look.js'
import type { Model } from '../model/model.js'
import { type OverlayStack, topOf } from '../model/overlay.js'
import { REASONS } from '../model/reasons.js'
import { ALERTS } from './alerts.js'
import { ALWAYS } from './always.js'
import { CHIPS } from './chips.js'
import { COLUMNS } from './columns.js'
import { COPY, PLAIN } from './copying.js'
import { DETAIL } from './detail.js'
import { EXPORT, EXPORTING } from './exporting.js'
import { FACETS } from './facets.js'
import { FILTER } from './filter.js'
import { FINDING_OUT, HELP, PALETTE } from './finding-out.js'
import { CONFIRM_DESTINATION, DEAD_LETTERS, DESTINATION, DESTINATION_FORM, FORWARDING } from './forwarding.js'
import { HISTOGRAM } from './histogram.js'
import { JOBS, RUN_JOB } from './jobs.js'
import { LIST, PAUSE } from './list.js'
import { LOOK } from './look.js'
import { MARKS, MARKS_LIST, NOTE } from './marks.js'
import { PANES } from './panes.js'
import { PRESETS } from './presets.js'
import { PROMPT } from './prompt.js'
import { RECALL } from './recall.js'
import { SAVE_VIEW, SAVED_VIEWS } from './saved-views.js'
import { FIND, GO_TO, SEARCHING } from './searching.js'
import { SHEET } from './sheet.js'
import { STATS } from './stats.js'
import { URGENT } from './urgent.js'
import { VIEWS } from './views.js'

/** Where events are looked at. */
const EVENTS = [FILTER, SEARCHING, MARKS] as const
/** Wherever no letters are typed. */
const GLOBAL = [FINDING_OUT, VIEWS, PANES, EXPORTING, LOOK, ALWAYS] as const

/** In the views without events. */
const WITHOUT_EVENTS = [FINDING_OUT, VIEWS, LOOK, ALWAYS] as const

/** The tables of each mode, searched in this order. */
export const KEYMAP = {
  list: [URGENT, PAUSE, ...EVENTS, LIST, ...GLOBAL],
  facets: [URGENT, FACETS, ...EVENTS, ...GLOBAL],
  detail: [URGENT, DETAIL, ...EVENTS, ...GLOBAL],
  chips: [URGENT, CHIPS, ...EVENTS, ...GLOBAL],
  histogram: [URGENT, HISTOGRAM, ...EVENTS, ...GLOBAL],
  alerts: [URGENT, ALERTS, ...WITHOUT_EVENTS],
  jobs: [URGENT, JOBS, ...WITHOUT_EVENTS],
  stats: [URGENT, STATS, ...WITHOUT_EVENTS],
  forwarding: [URGENT, FORWARDING, ...WITHOUT_EVENTS],
  prompt: [PROMPT, ALWAYS],
  presets: [PRESETS, ALWAYS],
  recall: [RECALL, ALWAYS],
  'saved-views': [SAVED_VIEWS, ALWAYS],
  'save-view': [SAVE_VIEW, ALWAYS],
  help: [HELP, ALWAYS],
  export: [EXPORT, ALWAYS],
  find: [FIND, ALWAYS],
  'go-to': [GO_TO, ALWAYS],
  columns: [COLUMNS, ALWAYS],
  copy: [COPY, ALWAYS],
  plain: [PLAIN, ALWAYS],
  marks: [MARKS_LIST, ALWAYS],
  note: [NOTE, ALWAYS],
  sheet: [SHEET, ALWAYS],
  'run-job': [RUN_JOB, ALWAYS],
  palette: [PALETTE, ALWAYS],
  destination: [DESTINATION, ALWAYS],
  'dead-letters': [DEAD_LETTERS, ALWAYS],
  'destination-form': [DESTINATION_FORM, ALWAYS],
  'confirm-destination': [CONFIRM_DESTINATION, ALWAYS],
} as const

export type Mode = keyof typeof KEYMAP
/** The commands that have a key in a mode. */
export type CommandOf<M extends Mode> = (typeof KEYMAP)[M][number][number]['command']
export type Command = CommandOf<Mode>

/** Who has the keys: what lies on top, else the view or the pane of it that has the focus. */
export function modeOf(model: Browses & OverlayStack): Mode {
  const top = topOf(model)
  if (top !== undefined) return top.kind
  const { current } = model
  if (current !== 'live' && current !== 'search') return current
  const { focus } = browseOf(model)
  return focus === 'chips' ? focus : paneOf(focus)
}

/** Who will have the keys when the top overlay is gone. */
export const modeBelow = ({ current, browses, overlays }: Browses & OverlayStack): Mode =>
  modeOf({ current, browses, overlays: overlays.slice(0, -1) })

/** The rows of each mode as the tables have them. */
export const BINDINGS: Bindings = Object.fromEntries(
  Object.entries(KEYMAP).map(([mode, tables]) => [mode, tables.flat()]),
)

/** Every binding of a mode, in the order they are looked up, with the keys that the user gave them. */
export const allBindingsOf = (mode: Mode, { bindings }: Pick<LookState, 'bindings'> = { bindings: BINDINGS }) =>
  bindings[mode] as readonly Binding<Command>[]

/** Why a binding does nothing now; undefined where it does. */
export const whyNot = ({ unless }: Binding, model: Model): string | undefined =>
  unless === undefined ? undefined : REASONS[unless](model)

/** The bindings of a mode that do something now. */
export const bindingsOf = (model: Model, mode: Mode = modeOf(model)): readonly Binding<Command>[] =>
  allBindingsOf(mode, model).filter((binding) => whyNot(binding, model) === undefined)

export const commandFor = (key: string, model: Model): Command | undefined =>
  bindingsOf(model).find(({ keys }) => keys.includes(key))?.command

/** Why a key does nothing now, where it would do something at another time. */
export function refusalOf(key: string, model: Model): string | undefined {
  const binding = allBindingsOf(modeOf(model), model).find(({ keys }) => keys.includes(key))
  return binding && whyNot(binding, model)
}
