import type { Binding } from '../model/binding.js'
import { type Help, type HelpRow, matchingRows } from '../model/help.js'
import type { Model } from '../model/model.js'
import { ALWAYS } from './always.js'
import { EXPORTING } from './exporting.js'
import { FILTER } from './filter.js'
import { FINDING_OUT } from './finding-out.js'
import { allBindingsOf, type Command, type Mode, whyNot } from './keymap.js'
import { LOOK } from './look.js'
import { MARKS } from './marks.js'
import { PANES } from './panes.js'
import { SEARCHING } from './searching.js'
import { URGENT } from './urgent.js'
import { VIEWS } from './views.js'

/** What keys are for, the most useful first: how to move is what people try without reading. */
const SECTIONS = ['now', 'narrow', 'look', 'do', 'move', 'program'] as const
type Section = (typeof SECTIONS)[number]

/** What a table is for. */
const OF_TABLE = new Map<readonly Binding[], Section>([
  [URGENT, 'now'],
  [FILTER, 'narrow'],
  [SEARCHING, 'narrow'],
  [MARKS, 'do'],
  [EXPORTING, 'do'],
  [VIEWS, 'look'],
  [PANES, 'look'],
  [LOOK, 'look'],
  [FINDING_OUT, 'program'],
  [ALWAYS, 'program'],
])

/** Tables of a mode hold all sorts. */
const IN_SECTION = {
  narrow: [
    ...['include-cell', 'exclude-cell', 'only-cell', 'include-value', 'exclude-value', 'only-value'],
    ...['include-field', 'exclude-field', 'only-field', 'begin-stretch', 'zoom-in'],
    ...['toggle-chip', 'edit-chip', 'remove-chip', 'turn-chip'],
  ],
  look: [
    ...['open-detail', 'open-job', 'open-alert', 'open-row', 'reveal', 'pause-or-follow'],
    ...['longer-period', 'shorter-period', 'wrap', 'columns', 'open-destination', 'dead-letters'],
  ],
  do: [
    ...['copy', 'run-job', 'acknowledge', 'snooze'],
    ...['switch-destination', 'test-destination', 'replay', 'edit-destination-filter', 'new-destination'],
    ...['delete-destination', 'retry-dead', 'retry-all-dead', 'discard-dead', 'discard-all-dead'],
  ],
} as const satisfies { readonly [S in Section]?: readonly Command[] }

const OF_COMMAND = new Map<string, Section>(
  Object.entries(IN_SECTION).flatMap(([section, commands]) =>
    commands.map((command): [string, Section] => [command, section as Section]),
  ),
)

function sectionOf(mode: Mode, { command }: Binding): Section {
  const named = OF_COMMAND.get(command)
  if (named !== undefined) return named
  for (const [table, section] of OF_TABLE) {
    if (table.some((row) => row.command === command)) return section
  }
  return TYPING.has(mode) || (MENUS.has(mode) && !MOVES.test(command)) ? 'do' : 'move'
}

/** Where letters are typed, the keys of the mode itself are what is done there; */
const TYPING: ReadonlySet<Mode> = new Set<Mode>([
  'prompt',
  'recall',
  'save-view',
  'export',
  'find',
  'go-to',
  'note',
  'run-job',
  'palette',
  'destination-form',
  'confirm-destination',
])
/** and so are those of a list to choose from, but for those that move in it. */
const MENUS: ReadonlySet<Mode> = new Set<Mode>(['presets', 'saved-views', 'columns', 'copy', 'marks', 'help'])
const MOVES = /\b(next|previous|up|down|leave)\b/

/** Every key of a mode by section, those worth a word in the footer first; a command once, with all its keys. */
export function helpRows(model: Model, mode: Mode): HelpRow<Command>[] {
  const rows = new Map<Command, HelpRow<Command>>()
  for (const binding of allBindingsOf(mode, model)) {
    const known = rows.get(binding.command)
    if (known !== undefined) {
      const [first, ...others] = known.binding.keys
      const keys = [...new Set([...others, ...binding.keys])].filter((key) => key !== first)
      rows.set(binding.command, { ...known, binding: { ...known.binding, keys: [first, ...keys] } })
      continue
    }
    const why = whyNot(binding, model)
    // What is not going on is not what to read first.
    const section = sectionOf(mode, binding)
    rows.set(binding.command, {
      binding,
      section: section === 'now' && why !== undefined ? 'program' : section,
      ...(why !== undefined && { why }),
    })
  }
  const rank = ({ section, binding, why }: HelpRow): number =>
    SECTIONS.indexOf(section as Section) * 4 + (why === undefined ? 0 : 2) + (binding.footer === undefined ? 1 : 0)
  return [...rows.values()].sort((a, b) => rank(a) - rank(b))
}

/** Those that hold every word that was typed. */
export const matchingHelp = (model: Model, mode: Mode, help: Help): HelpRow<Command>[] =>
  matchingRows(helpRows(model, mode), help)
