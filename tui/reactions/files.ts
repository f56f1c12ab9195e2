import type { FilesMessage } from '../model/message/files.js'
import type { Model } from '../model/model.js'
import { note } from '../model/toast.js'
import { count } from '../view/number.js'
import { quietly, type Reactions } from './reaction.js'

export const FILES_REACTIONS: Reactions<FilesMessage> = {
  copied: quietly(copied),
  'export-progress': quietly((model, { rows, total }) => {
    const { exporting } = model
    if (exporting) model.exporting = { ...exporting, rows, ...(total !== undefined && { total }) }
  }),
  exported: quietly((model, { rows, path }) => {
    model.exporting = undefined
    note(model, `exported ${count(rows)} rows → ${path}`, 'done')
  }),
  'export-failed': quietly((model, { message, cancelled }) => {
    model.exporting = undefined
    if (cancelled) note(model, 'The export was stopped')
    else note(model, message, 'error')
  }),
}

function copied(model: Model, { what, to }: Extract<FilesMessage, { type: 'copied' }>): void {
  if (to === 'tmux') note(model, `copied ${what} to tmux and the clipboard`, 'done')
  else if (to === 'terminal') note(model, `sent ${what} to the terminal's clipboard`, 'done')
  else note(model, `${what} is too large for the terminal's clipboard; export it with x`, 'error')
}
