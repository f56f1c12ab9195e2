import type { Command } from '../keymap/keymap.js'
import { keyOf } from '../model/binding.js'
import { browseOf } from '../model/browse.js'
import type { Effect } from '../model/effect.js'
import {
  EXPORT_FIELDS,
  type ExportDialog,
  type ExportScope,
  openExport,
  seqTerm,
  withFormat,
  withScope,
} from '../model/export-dialog.js'
import { marksOf } from '../model/marks.js'
import type { Model } from '../model/model.js'
import { closeOverlay, openOverlay, stateOf } from '../model/overlay.js'
import { isNotice } from '../model/tape.js'
import { note } from '../model/toast.js'
import { type Action, leave } from './action.js'

/** The dialog as it is now; what is at its path is looked at. */
export function showExport(model: Model, dialog: ExportDialog): Effect[] {
  openOverlay(model, 'export', dialog)
  const { text } = dialog.path
  return dialog.look?.path === text ? [] : [{ type: 'look-at-path', path: text }]
}

const countIt = (model: Model, filter: string): Effect => ({
  type: 'count',
  of: browseOf(model).name,
  purpose: 'export',
  filter,
})

function open(model: Model): Effect[] {
  const dialog = openExport(scopesOf(model), model.nowMs)
  return [...showExport(model, dialog), countIt(model, dialog.filter)]
}

/** What there is to choose from: events by their seq are the same ones whatever arrives. */
function scopesOf(model: Model): [ExportScope, ...ExportScope[]] {
  const { list, view, filter } = browseOf(model)
  const shown: number[] = []
  for (let i = view.top; i < Math.min(list.length, view.top + model.listRows); i++) {
    const entry = list.at(i)
    if (entry !== undefined && !isNotice(entry)) shown.push(entry.seq)
  }
  const marked = marksOf(model).map(({ seq }) => seq)
  const between = `${filter.text} seq:${marked[0]}..${marked.at(-1)}`.trim()
  return [
    { name: 'all', filter: filter.text },
    ...(shown.length === 0 ? [] : [{ name: 'screen', filter: seqTerm(shown.sort((a, b) => a - b)) } as const]),
    ...(marked.length === 0 ? [] : [{ name: 'marks', filter: seqTerm(marked) } as const]),
    ...(marked.length < 2 ? [] : [{ name: 'between', filter: between } as const]),
  ]
}

const inDialog =
  (act: (model: Model, dialog: ExportDialog) => Effect[]): Action =>
  (model) => {
    const dialog = stateOf(model, 'export')
    return dialog === undefined ? [] : act(model, dialog)
  }

function start(model: Model, dialog: ExportDialog): Effect[] {
  const { format, raw, path, filter, total, asked } = dialog
  if (model.exporting !== undefined) {
    note(model, `An export is running; ${keyOf(model, 'cancel-export')} stops it`, 'error')
    return []
  }
  if (path.text.trim() === '') {
    note(model, 'The export needs a file to write to', 'error')
    return []
  }
  const request = { filter, format, raw: raw && format === 'csv', path: path.text.trim() }
  model.exporting = { request, rows: 0, dialog, ...(total !== undefined && { total }) }
  closeOverlay(model)
  return [{ type: 'export', request, overwrite: asked }]
}

const fieldBy = (by: 1 | -1): Action =>
  inDialog((model, dialog) => {
    const at = EXPORT_FIELDS.indexOf(dialog.at) + by + EXPORT_FIELDS.length
    return showExport(model, { ...dialog, at: EXPORT_FIELDS[at % EXPORT_FIELDS.length]! })
  })

/** What is chosen from becomes the next of its choices. */
const choiceBy = (by: 1 | -1): Action =>
  inDialog((model, dialog) => {
    const { at, scopes, format, raw } = dialog
    if (at === 'format') return showExport(model, withFormat(dialog, format === 'csv' ? 'ndjson' : 'csv', model.nowMs))
    if (at === 'raw') return showExport(model, { ...dialog, raw: !raw })
    const index = scopes.findIndex(({ name }) => name === dialog.scope)
    return chooseScope(model, dialog, scopes[(index + by + scopes.length) % scopes.length]?.name)
  })

export function chooseScope(model: Model, dialog: ExportDialog, name: string | undefined): Effect[] {
  const scope = dialog.scopes.find((each) => each.name === name)
  if (scope === undefined || scope.name === dialog.scope) return []
  return [...showExport(model, withScope(dialog, scope)), countIt(model, scope.filter)]
}

const complete = inDialog((model, dialog) =>
  dialog.at === 'path' ? [{ type: 'complete-path', path: dialog.path.text }] : fieldBy(1)(model),
)

export const EXPORTING_ACTIONS = {
  export: open,
  'start-export': inDialog(start),
  'complete-export-path': complete,
  'next-export-field': fieldBy(1),
  'previous-export-field': fieldBy(-1),
  'next-export-choice': choiceBy(1),
  'previous-export-choice': choiceBy(-1),
  'leave-export': leave,
  'cancel-export': (model) => (model.exporting === undefined ? [] : [{ type: 'cancel-export' }]),
} as const satisfies Partial<Record<Command, Action>>
