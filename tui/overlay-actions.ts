import { bindingsOf, type Command, modeOf } from './keymap/keymap.js'
import { type Action, columnBy } from './list-actions.js'
import type { Effect } from './model/effect.js'
import { openExport, withFormat } from './model/export-dialog.js'
import { matchingBindings, openHelp } from './model/help.js'
import type { Model } from './model/model.js'
import { applyFilter, toggleFilter } from './model/narrowing.js'
import { cycle, openPrompt, type Prompt, recall, type Vocabulary } from './model/prompt.js'
import { note } from './model/toast.js'
import { focusOn, PANE_ACTIONS } from './pane-actions.js'
import { layoutOf } from './screen.js'
import { columnsInSight } from './screens/list.js'
import { clockIn } from './view/time.js'

/** Counts for the prompt are wanted when nothing was typed for this long. */
const PREVIEW_MS = 120

function close(model: Model): Effect[] {
  model.overlay = undefined
  return []
}

const preview: Effect = { type: 'wait', ms: PREVIEW_MS, purpose: 'preview' }

function showPrompt(model: Model, prompt: Prompt): Effect[] {
  model.overlay = { kind: 'prompt', prompt }
  return prompt.mistake ? [] : [preview]
}

const inPrompt =
  (act: (model: Model, prompt: Prompt) => Effect[]): Action =>
  (model) =>
    model.overlay?.kind === 'prompt' ? act(model, model.overlay.prompt) : []

export const vocabularyOf = ({ facets, clock }: Model): Vocabulary => ({ facets: facets.counted, clock })

function applyPrompt(model: Model, prompt: Prompt): Effect[] {
  if (prompt.mistake) {
    model.overlay = { kind: 'prompt', prompt: { ...prompt, unfinished: false } }
    return []
  }
  return [...close(model), ...applyFilter(model, prompt.line.text)]
}

const moveHelp =
  (by: 1 | -1): Action =>
  (model) => {
    if (model.overlay?.kind !== 'help') return []
    const { help } = model.overlay
    const last = matchingBindings(helpBindings(model), help).length - 1
    model.overlay = { kind: 'help', help: { ...help, cursor: Math.min(last, Math.max(0, help.cursor + by)) } }
    return []
  }

/** What the help lists: the keys of the mode it was opened in. */
export const helpBindings = (model: Model) => bindingsOf(model, modeOf({ ...model, overlay: undefined }))

function startExport(model: Model): Effect[] {
  if (model.overlay?.kind !== 'export') return []
  const { format, path, filter, total } = model.overlay.dialog
  if (model.exporting !== undefined) {
    note(model, 'An export is running; X stops it', 'error')
    return []
  }
  if (path.text.trim() === '') {
    note(model, 'The export needs a file to write to', 'error')
    return []
  }
  const request = { filter, format, path: path.text.trim() }
  model.exporting = { request, rows: 0, ...(total !== undefined && { total }) }
  return [...close(model), { type: 'export', request }]
}

function quit(model: Model, asked: boolean): Effect[] {
  if (asked && model.exporting !== undefined) {
    note(model, 'An export is running: X stops it, Ctrl-c quits all the same', 'error')
    return []
  }
  return [{ type: 'quit', code: 0 }]
}

const TIMES = ['local', 'utc', 'relative'] as const

const columns = (model: Model) => columnsInSight(model, clockIn(model.clock.timeZone), layoutOf(model).list.columns)

export const OVERLAY_ACTIONS = {
  'column-right': columnBy(1, columns),
  'column-left': columnBy(-1, columns),
  'edit-filter': (model) => {
    if (model.facetsOpen) focusOn(model, 'list')
    return showPrompt(model, openPrompt(model.filter.text, vocabularyOf(model)))
  },
  'apply-filter': inPrompt(applyPrompt),
  'leave-prompt': close,
  complete: inPrompt((model, prompt) => showPrompt(model, cycle(prompt, 1, vocabularyOf(model)))),
  'complete-back': inPrompt((model, prompt) => showPrompt(model, cycle(prompt, -1, vocabularyOf(model)))),
  'recall-older': inPrompt((model, prompt) => showPrompt(model, recall(prompt, model.history, 1, vocabularyOf(model)))),
  'recall-newer': inPrompt((model, prompt) =>
    showPrompt(model, recall(prompt, model.history, -1, vocabularyOf(model))),
  ),
  'toggle-filter': (model) => {
    if (model.filter.text === '' && model.switchedOff === undefined) note(model, 'There is no filter; / makes one')
    return toggleFilter(model)
  },
  help: (model) => {
    model.overlay = { kind: 'help', help: openHelp() }
    return []
  },
  'help-next': moveHelp(1),
  'help-previous': moveHelp(-1),
  'leave-help': close,
  export: (model) => {
    model.overlay = { kind: 'export', dialog: openExport(model.filter.text, model.nowMs) }
    return [{ type: 'count', purpose: 'export', filter: model.filter.text }]
  },
  'start-export': startExport,
  'switch-format': (model) => {
    if (model.overlay?.kind !== 'export') return []
    const { dialog } = model.overlay
    model.overlay = {
      kind: 'export',
      dialog: withFormat(dialog, dialog.format === 'csv' ? 'ndjson' : 'csv', model.nowMs),
    }
    return []
  },
  'leave-export': close,
  'cancel-export': (model) => (model.exporting === undefined ? [] : [{ type: 'cancel-export' }]),
  'cycle-time': (model) => {
    model.time = TIMES[(TIMES.indexOf(model.time) + 1) % TIMES.length]!
    note(
      model,
      `Times are ${model.time === 'relative' ? 'how long ago' : model.time === 'utc' ? 'UTC' : `local, ${model.clock.timeZone}`}`,
    )
    return []
  },
  reconnect: (model) => {
    note(model, 'Connecting again')
    return [{ type: 'reconnect' }]
  },
  'toggle-mouse': (model) => {
    model.mouse = !model.mouse
    note(model, model.mouse ? 'Mouse on: click and scroll; Shift-drag selects text' : 'Mouse off: drag selects text')
    return [{ type: 'set-mouse', on: model.mouse }]
  },
  redraw: () => [{ type: 'redraw' }],
  suspend: () => [{ type: 'suspend' }],
  quit: (model) => quit(model, false),
  'back-or-quit': (model) =>
    model.focus === 'list' && !model.detailOpen ? quit(model, true) : PANE_ACTIONS.back(model),
} as const satisfies Partial<Record<Command, Action>>
