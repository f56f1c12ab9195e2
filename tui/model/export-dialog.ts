import type { ExportRequest } from './effect/files.js'
import { type Typed, typed } from './line-editor.js'

/** Which events: all that match, those on the screen, the marked ones, those from the first mark to the last. */
export interface ExportScope {
  readonly name: 'all' | 'screen' | 'marks' | 'between'
  readonly filter: string
}

export const EXPORT_FIELDS = ['scope', 'format', 'raw', 'path'] as const
export type ExportField = (typeof EXPORT_FIELDS)[number]

/** What is at the place that was typed. */
export interface PathLook {
  /** As it was typed. */
  readonly path: string
  /** Whole, with `~` for the home folder. */
  readonly absolute: string
  readonly exists: boolean
  /** Why nothing can be written there. */
  readonly problem?: string
}

export interface ExportDialog {
  readonly scopes: readonly ExportScope[]
  readonly scope: ExportScope['name']
  readonly format: ExportRequest['format']
  /** CSV cells that look like formulas stay as they are. */
  readonly raw: boolean
  readonly path: Typed
  /** False once the path was typed in: it no longer follows the format. */
  readonly suggested: boolean
  /** Of the scope. */
  readonly filter: string
  /** How many events match, as soon as the daemon has counted them. */
  readonly total?: number
  /** The field that has the keys; letters go to the path. */
  readonly at: ExportField
  readonly look?: PathLook
  /** What the path can be completed to, where that is more than one. */
  readonly candidates: readonly string[]
  /** The file is there and it was asked whether to write over it. */
  readonly asked: boolean
}

/** An export that is running. */
export interface Exporting {
  readonly request: ExportRequest
  readonly rows: number
  readonly total?: number
  /** What it was started from. */
  readonly dialog?: ExportDialog
}

/** The first scope is chosen; the path is in the folder the program was started in. */
export function openExport(scopes: readonly [ExportScope, ...ExportScope[]], nowMs: number): ExportDialog {
  const [{ name: scope, filter }] = scopes
  const path = typed(suggestedPath('csv', nowMs))
  return {
    ...{ scopes, scope, filter, format: 'csv', raw: false, path, suggested: true },
    ...{ at: 'path', candidates: [], asked: false },
  }
}

/** `audit-20261120-143005.csv`, in UTC. */
function suggestedPath(format: string, nowMs: number): string {
  const stamp = new Date(nowMs)
    .toISOString()
    .replace(/[-:]|\..*$/g, '')
    .replace('T', '-')
  return `audit-${stamp}.${format}`
}

export function withFormat(dialog: ExportDialog, format: ExportRequest['format'], nowMs: number): ExportDialog {
  const path = dialog.suggested
    ? suggestedPath(format, nowMs)
    : dialog.path.text.replace(/\.(csv|ndjson|jsonl)$/i, `.${format}`)
  return withLine({ ...dialog, format }, typed(path))
}

/** Another scope, not counted yet. */
export function withScope({ total: _, ...dialog }: ExportDialog, scope: ExportScope): ExportDialog {
  return { ...dialog, scope: scope.name, filter: scope.filter }
}

/** The path as it was typed: its extension says the format, as in the command. */
export function withPath(dialog: ExportDialog, path: Typed): ExportDialog {
  const [extension] = /(?<=\.)(csv|ndjson|jsonl)$/i.exec(path.text) ?? []
  const format = extension === undefined ? dialog.format : extension.toLowerCase() === 'csv' ? 'csv' : 'ndjson'
  return { ...withLine(dialog, path), format, suggested: false, at: 'path' }
}

const withLine = (dialog: ExportDialog, path: Typed): ExportDialog => ({
  ...dialog,
  path,
  candidates: [],
  asked: false,
})

/** Seqs in ascending order as a term, neighbours as ranges. */
export function seqTerm(seqs: readonly number[]): string {
  const ranges: [number, number][] = []
  for (const seq of seqs) {
    const last = ranges.at(-1)
    if (last !== undefined && seq === last[1] + 1) last[1] = seq
    else ranges.push([seq, seq])
  }
  return `seq:${ranges.map(([from, to]) => (from === to ? from : `${from}..${to}`)).join(',')}`
}
