import type { CopyName } from '../copy.js'

export interface ExportRequest {
  readonly filter: string
  readonly format: 'csv' | 'ndjson'
  /** CSV cells that look like formulas stay as they are. */
  readonly raw: boolean
  /** As it was typed; `~/` is the home folder. */
  readonly path: string
}

/** Something is to leave the screen. */
export type FilesEffect =
  /** A file that is there is told and left alone, unless `overwrite`. */
  | { readonly type: 'export'; readonly request: ExportRequest; readonly overwrite: boolean }
  | { readonly type: 'cancel-export' }
  /** What is at a path. */
  | { readonly type: 'look-at-path'; readonly path: string }
  /** What a path can go on with. */
  | { readonly type: 'complete-path'; readonly path: string }
  /** What is too large for the clipboard goes to a file. */
  | { readonly type: 'copy'; readonly text: string; readonly what: string; readonly name: CopyName }
