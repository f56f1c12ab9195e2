import { showExport } from '../actions/exporting.js'
import type { Effect } from '../model/effect.js'
import { withPath } from '../model/export-dialog.js'
import { typed } from '../model/line-editor.js'
import type { FilesMessage } from '../model/message/files.js'
import type { Model } from '../model/model.js'
import { changeOverlay, openOverlay, stateOf } from '../model/overlay.js'
import { note } from '../model/toast.js'
import { count } from '../view/number.js'
import { quietly, type Reactions } from './reaction.js'

export const FILES_REACTIONS: Reactions<FilesMessage> = {
  copied: quietly(copied),
  'path-looked-at': quietly((model, { look }) => {
    const dialog = stateOf(model, 'export')
    if (dialog?.path.text === look.path) changeOverlay(model, 'export', { ...dialog, look })
  }),
  'path-completed': pathCompleted,
  'export-in-the-way': quietly((model) => {
    const dialog = model.exporting?.dialog
    model.exporting = undefined
    if (dialog !== undefined) openOverlay(model, 'export', { ...dialog, asked: true, at: 'path' })
  }),
  'export-progress': quietly((model, { rows, total }) => {
    const { exporting } = model
    if (exporting) model.exporting = { ...exporting, rows, ...(total !== undefined && { total }) }
  }),
  exported: quietly((model, { rows, path, sha256, ms }) => {
    model.exporting = undefined
    const took = `${(ms / 1000).toFixed(1)} s`
    note(model, `exported ${count(rows)} rows → ${path} · ${took} · SHA-256 ${sha256}`, 'done', EXPORTED_MS)
  }),
  'export-failed': quietly((model, { message, cancelled }) => {
    model.exporting = undefined
    if (cancelled) note(model, 'The export was stopped')
    else note(model, message, 'error')
  }),
}

/** There is a path to be read. */
const EXPORTED_MS = 15_000

function copied(model: Model, { what, to, path }: Extract<FilesMessage, { type: 'copied' }>): void {
  if (to === 'tmux') note(model, `copied ${what} to tmux and the clipboard`, 'done')
  else if (to === 'terminal') note(model, `sent ${what} to the terminal's clipboard`, 'done')
  else if (path !== undefined)
    note(
      model,
      `${what} is too large for the terminal's clipboard: it is in ${path}, for you alone`,
      'done',
      EXPORTED_MS,
    )
  else note(model, `${what} is too large for the terminal's clipboard; export it with x`, 'error')
}

function pathCompleted(
  model: Model,
  { path, completed, candidates }: Extract<FilesMessage, { type: 'path-completed' }>,
): Effect[] {
  const dialog = stateOf(model, 'export')
  if (dialog === undefined || dialog.path.text !== path) return []
  if (completed === path && candidates.length === 0) note(model, 'Nothing there begins so')
  const grown = completed === path ? dialog : withPath(dialog, typed(completed))
  return showExport(model, { ...grown, candidates })
}
