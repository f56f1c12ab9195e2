import type { Binding, Condition } from './model/binding.js'
import type { Model } from './model/model.js'

const table = <const Command extends string>(...rows: Binding<Command>[]): readonly Binding<Command>[] => rows

/** What something that is going on right now makes worth telling first. */
const URGENT = table(
  {
    keys: ['X'],
    command: 'cancel-export',
    help: 'Stop the export that is running',
    footer: 'stop export',
    when: 'exporting',
  },
  {
    keys: ['r'],
    command: 'reconnect',
    help: 'Connect again now',
    footer: 'reconnect now',
    when: 'disconnected',
  },
)

/** What narrows the trail, from wherever it is looked at. */
const FILTER = table(
  { keys: ['/'], command: 'edit-filter', help: 'Edit the filter', footer: 'filter' },
  { keys: ['\\'], command: 'toggle-filter', help: 'Filter off and on again, on the same event' },
)

/** In every mode but those in which letters are typed. */
const GLOBAL = table(
  { keys: ['?', 'f1'], command: 'help', help: 'Show these keys; type to search, Enter runs one', footer: 'keys' },
  { keys: ['q'], command: 'back-or-quit', help: 'Back; from the list: quit', footer: 'quit' },
  { keys: ['tab'], command: 'next-pane', help: 'Next pane: list, areas, actions, actors, detail', footer: 'panes' },
  { keys: ['S-tab'], command: 'previous-pane', help: 'Previous pane' },
  { keys: ['x'], command: 'export', help: 'Export everything that matches the filter', footer: 'export' },
  { keys: ['t'], command: 'cycle-time', help: 'Times in local time, UTC, or how long ago' },
  { keys: ['f2'], command: 'toggle-mouse', help: 'Mouse off and on; off, the terminal selects text' },
)

/** In every mode. */
const ALWAYS = table(
  { keys: ['C-c'], command: 'quit', help: 'Quit' },
  { keys: ['C-l'], command: 'redraw', help: 'Draw the screen anew' },
  { keys: ['C-z'], command: 'suspend', help: 'Back to the shell until fg' },
)

const LIST = table(
  { keys: ['G', 'end'], command: 'follow', help: 'To the newest event, and follow' },
  { keys: ['g', 'home'], command: 'first', help: 'To the oldest loaded event; again: of the trail' },
  { keys: ['j', 'down'], command: 'next', help: 'Next event' },
  { keys: ['k', 'up'], command: 'previous', help: 'Previous event' },
  { keys: ['C-d'], command: 'half-page-down', help: 'Half a page down' },
  { keys: ['C-u'], command: 'half-page-up', help: 'Half a page up' },
  { keys: ['pagedown', 'C-f'], command: 'page-down', help: 'A page down' },
  { keys: ['pageup', 'C-b'], command: 'page-up', help: 'A page up' },
  { keys: ['e'], command: 'next-failure', help: 'Next failure' },
  { keys: ['E'], command: 'previous-failure', help: 'Previous failure' },
  { keys: ['l', 'right'], command: 'column-right', help: 'Column cursor right' },
  { keys: ['h', 'left'], command: 'column-left', help: 'Column cursor left' },
  { keys: ['enter'], command: 'open-detail', help: 'Show the event in full', footer: 'open' },
  { keys: ['+'], command: 'include-cell', help: 'Only events with the value under the cursor', footer: 'in' },
  { keys: ['-'], command: 'exclude-cell', help: 'No events with the value under the cursor', footer: 'out' },
  { keys: ['='], command: 'only-cell', help: 'Nothing but the value under the cursor as the filter' },
  { keys: ['y'], command: 'copy', help: 'Copy the event as JSON', footer: 'copy' },
  { keys: ['escape'], command: 'back', help: 'Close what is open' },
)

const PAUSE = table({
  keys: ['space'],
  command: 'pause-or-follow',
  help: 'Stand still, or follow the newest event',
  footer: 'pause',
})

const FACETS = table(
  {
    keys: ['enter', 'space', '+'],
    command: 'include-value',
    help: 'Include the value, or no longer',
    footer: 'include',
  },
  { keys: ['-'], command: 'exclude-value', help: 'Exclude the value, or no longer', footer: 'exclude' },
  { keys: ['='], command: 'only-value', help: 'Only this value of the field' },
  { keys: ['j', 'down'], command: 'next-value', help: 'Next value' },
  { keys: ['k', 'up'], command: 'previous-value', help: 'Previous value' },
  { keys: ['g', 'home'], command: 'first-value', help: 'Most frequent value' },
  { keys: ['G', 'end'], command: 'last-value', help: 'Least frequent value of those listed' },
  { keys: ['escape'], command: 'back', help: 'Back to the list', footer: 'list' },
)

const DETAIL = table(
  { keys: [']'], command: 'detail-next', help: 'Next event', footer: 'next' },
  { keys: ['['], command: 'detail-previous', help: 'Previous event', footer: 'previous' },
  { keys: ['j', 'down'], command: 'scroll-down', help: 'Scroll down' },
  { keys: ['k', 'up'], command: 'scroll-up', help: 'Scroll up' },
  { keys: ['C-d', 'pagedown', 'space'], command: 'scroll-page-down', help: 'Scroll a page down' },
  { keys: ['C-u', 'pageup'], command: 'scroll-page-up', help: 'Scroll a page up' },
  { keys: ['g', 'home'], command: 'scroll-first', help: 'To the top' },
  { keys: ['G', 'end'], command: 'scroll-last', help: 'To the end' },
  { keys: ['e'], command: 'next-failure', help: 'Next failure' },
  { keys: ['E'], command: 'previous-failure', help: 'Previous failure' },
  { keys: ['y'], command: 'copy', help: 'Copy the event as JSON', footer: 'copy' },
  { keys: ['escape', 'enter'], command: 'back', help: 'Back to the list', footer: 'list' },
)

const PROMPT = table(
  { keys: ['enter'], command: 'apply-filter', help: 'Apply the filter', footer: 'apply' },
  { keys: ['escape'], command: 'leave-prompt', help: 'Leave the filter as it was', footer: 'leave' },
  { keys: ['tab'], command: 'complete', help: 'Complete a key or a value; again: the next one', footer: 'complete' },
  { keys: ['S-tab'], command: 'complete-back', help: 'The candidate before' },
  { keys: ['up', 'C-p'], command: 'recall-older', help: 'The filter used before', footer: 'history' },
  { keys: ['down', 'C-n'], command: 'recall-newer', help: 'The filter used after' },
)

const HELP = table(
  { keys: ['enter'], command: 'run-binding', help: 'Run it', footer: 'run' },
  { keys: ['up', 'C-p'], command: 'help-previous', help: 'Previous key' },
  { keys: ['down', 'C-n'], command: 'help-next', help: 'Next key' },
  { keys: ['escape', 'f1'], command: 'leave-help', help: 'Close', footer: 'close' },
)

const EXPORT = table(
  { keys: ['enter'], command: 'start-export', help: 'Start', footer: 'start' },
  { keys: ['tab', 'S-tab', 'up', 'down'], command: 'switch-format', help: 'CSV or NDJSON', footer: 'CSV/NDJSON' },
  { keys: ['escape'], command: 'leave-export', help: 'Close', footer: 'close' },
)

/** The tables of each mode, searched in this order. */
export const KEYMAP = {
  list: [URGENT, PAUSE, FILTER, LIST, GLOBAL, ALWAYS],
  facets: [URGENT, FACETS, FILTER, GLOBAL, ALWAYS],
  detail: [URGENT, DETAIL, FILTER, GLOBAL, ALWAYS],
  prompt: [PROMPT, ALWAYS],
  help: [HELP, ALWAYS],
  export: [EXPORT, ALWAYS],
} as const

export type Mode = keyof typeof KEYMAP
export type Command = (typeof KEYMAP)[Mode][number][number]['command']

export function modeOf({ overlay, focus }: Pick<Model, 'overlay' | 'focus'>): Mode {
  if (overlay !== undefined) return overlay.kind
  return focus === 'list' || focus === 'detail' ? focus : 'facets'
}

const HOLDS: Readonly<Record<Condition, (model: Pick<Model, 'exporting' | 'connection'>) => boolean>> = {
  exporting: ({ exporting }) => exporting !== undefined,
  disconnected: ({ connection }) => connection.kind === 'waiting',
}

type State = Pick<Model, 'overlay' | 'focus' | 'exporting' | 'connection'>

/** The bindings of a mode that do something now, in the order they are looked up. */
export function bindingsOf(model: State, mode: Mode = modeOf(model)): readonly Binding<Command>[] {
  const all: readonly Binding<Command>[] = KEYMAP[mode].flat()
  return all.filter(({ when }) => when === undefined || HOLDS[when](model))
}

export const commandFor = (key: string, model: State): Command | undefined =>
  bindingsOf(model).find(({ keys }) => keys.includes(key))?.command
