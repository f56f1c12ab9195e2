import { parseFilter } from '../../protocol/filter/parse.js'
import { printFilter } from '../../protocol/filter/print.js'
import { parseTimeExpression, TIME_FORMS } from '../../protocol/filter/time-expression.js'
import type { Command } from '../keymap/keymap.js'
import { tabs } from '../keymap/tabs.js'
import { browseOf } from '../model/browse.js'
import type { Effect } from '../model/effect.js'
import { isMistake, readFilter } from '../model/filtering.js'
import { GO_TO_EXAMPLES, GO_TO_FORMS, timeMeant } from '../model/go-to-time.js'
import { typed } from '../model/line-editor.js'
import { chooseTheme } from '../model/look.js'
import type { Model } from '../model/model.js'
import { applyFilter } from '../model/narrowing.js'
import { changeOverlay, openOverlay, stateOf } from '../model/overlay.js'
import { REASONS } from '../model/reasons.js'
import { jobsOf } from '../model/report.js'
import { openSheet } from '../model/sheet.js'
import { THEME_NAMES } from '../model/theme-name.js'
import { note } from '../model/toast.js'
import { isPlain } from '../model/views.js'
import { whenMeant } from '../screens/instant.js'
import { EXPORTING_ACTIONS } from './exporting.js'
import { FORWARD_VERBS } from './forward-verbs.js'
import { goToTime } from './searching.js'

/** Runs a command of the tables of keys. */
export type Run = (command: Command, model: Model) => Effect[]

/** A command that is typed, with an argument where it takes one. */
export interface Verb {
  readonly name: string
  /** As the palette shows it: `TEXT`, or `[PATH]` where it may be left out. */
  readonly argument?: string
  readonly help: string
  /** What the argument may be, the likeliest first; `argument` is what of it is typed. */
  values?(model: Model, argument: string): readonly { readonly value: string; readonly hint: string }[]
  /** Whether the line is kept to be run again; default true. */
  readonly repeatable?: boolean
  /** What it asks of the world; as text, why it cannot be done. */
  run(model: Model, argument: string, run: Run): Effect[] | string
}

const SINCE = ['5m', '15m', '1h', '6h', '24h', '7d'] as const

export const VERBS: readonly Verb[] = [
  {
    name: 'filter',
    argument: '[FILTER]',
    help: 'Show what matches; without a filter everything',
    values: ({ history }) => history.toReversed().map((value) => ({ value, hint: 'used before' })),
    run: (model, argument) => filterBy(model, argument),
  },
  {
    name: 'since',
    argument: 'TIME',
    help: 'Only events since then; off takes that away',
    values: () => [
      ...SINCE.map((value) => ({ value, hint: `the last ${value}` })),
      { value: 'off', hint: 'whatever the time' },
    ],
    run(model, argument) {
      if (argument !== 'off' && parseTimeExpression(argument) === undefined) return `Expected ${TIME_FORMS}, or off`
      const { terms } = parseFilter(browseOf(model).filter.text)
      const others = printFilter({ terms: terms.filter(({ key }) => key !== 'since' && key !== 'until') })
      return filterBy(model, argument === 'off' ? others : `${others} since:${argument}`)
    },
  },
  {
    name: 'goto',
    argument: 'TIME',
    help: 'Go to a time',
    values(model, argument) {
      const hint = (value: string) => whenMeant(value, model) ?? ''
      const typed = argument.trim()
      const forms = GO_TO_EXAMPLES.filter((value) => value !== typed)
      return [...(hint(typed) === '' ? [] : [typed]), ...forms].map((value) => ({ value, hint: hint(value) }))
    },
    run(model, argument) {
      if (timeMeant(argument, model.clock) === undefined) return `Expected ${GO_TO_FORMS}`
      toEvents(model)
      return goToTime(model, argument)
    },
  },
  {
    name: 'theme',
    argument: 'NAME',
    help: 'Other colours, now and the next time',
    values: ({ theme }) => THEME_NAMES.map((value) => ({ value, hint: value === theme ? 'as it is now' : '' })),
    run(model, argument) {
      const theme = THEME_NAMES.find((name) => name === argument.toLowerCase())
      return theme === undefined ? `There is no theme '${argument}'` : chooseTheme(model, theme)
    },
  },
  {
    name: 'view',
    argument: 'NAME',
    help: 'Go to another view',
    values: (model) => tabs(model).map(({ view, title, key }) => ({ value: view, hint: `${title}, also with ${key}` })),
    run(model, argument, run) {
      const tab = tabs(model).find(({ view }) => view === argument.toLowerCase())
      return tab === undefined ? `There is no view '${argument}'` : run(tab.command, model)
    },
  },
  {
    name: 'export',
    argument: '[PATH]',
    help: 'Export everything that matches the filter',
    run(model, argument) {
      toEvents(model)
      const effects = EXPORTING_ACTIONS.export(model)
      const dialog = stateOf(model, 'export')
      if (argument !== '' && dialog !== undefined)
        changeOverlay(model, 'export', { ...dialog, path: typed(argument), suggested: false })
      return effects
    },
  },
  {
    name: 'job run',
    argument: 'NAME [confirm]',
    help: 'Run a job of the daemon now; confirm lets it delete what it holds back',
    repeatable: false,
    values: (model) => jobsOf(model).map(({ name, state }) => ({ value: name, hint: state })),
    run(model, argument) {
      const [name = '', confirm, ...more] = argument.split(/\s+/)
      const job = jobsOf(model).find((each) => each.name === name)
      if (job === undefined) return `There is no job '${name}'`
      if (more.length > 0 || (confirm !== undefined && confirm !== 'confirm'))
        return 'Expected a name, then perhaps confirm'
      model.jobAt = name
      const why = REASONS['no-running-of-jobs'](model)
      if (why !== undefined) return why
      note(model, `Starting ${name}`)
      return [{ type: 'run-job', name, confirm: confirm !== undefined }]
    },
  },
  ...FORWARD_VERBS,
  { name: 'messages', help: 'The last hundred messages', run: (model) => sheet(model, 'messages') },
  {
    name: 'connection',
    help: 'The link to the daemon, and what became of it',
    run: (model) => sheet(model, 'connection'),
  },
]

function filterBy(model: Model, text: string): Effect[] | string {
  const read = readFilter(text, model.clock)
  if (isMistake(read)) return `column ${read.column + 1}: ${read.message}`
  toEvents(model)
  return applyFilter(model, text)
}

function sheet(model: Model, kind: 'messages' | 'connection'): Effect[] {
  openOverlay(model, 'sheet', openSheet({ kind }))
  return []
}

/** What is about events is shown among them. */
function toEvents(model: Model): void {
  if (isPlain(model.current)) model.current = 'live'
}
