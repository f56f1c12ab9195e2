import type { ExportRequest } from './effect/files.js'
import { type Typed, typed } from './line-editor.js'

export interface ExportDialog {
  readonly format: ExportRequest['format']
  readonly path: Typed
  /** False once the path was typed in: it no longer follows the format. */
  readonly suggested: boolean
  readonly filter: string
  /** How many events match, as soon as the daemon has counted them. */
  readonly total?: number
}

/** An export that is running. */
export interface Exporting {
  readonly request: ExportRequest
  readonly rows: number
  readonly total?: number
}

export function openExport(filter: string, nowMs: number): ExportDialog {
  return { format: 'csv', path: typed(suggestedPath('csv', nowMs)), suggested: true, filter }
}

/** In the folder the program was started in: `audit-20261120-143005.csv`, in UTC. */
function suggestedPath(format: string, nowMs: number): string {
  const stamp = new Date(nowMs)
    .toISOString()
    .replace(/[-:]|\..*$/g, '')
    .replace('T', '-')
  return `audit-${stamp}.${format}`
}

export function withFormat(dialog: ExportDialog, format: ExportRequest['format'], nowMs: number): ExportDialog {
  return { ...dialog, format, ...(dialog.suggested && { path: typed(suggestedPath(format, nowMs)) }) }
}
