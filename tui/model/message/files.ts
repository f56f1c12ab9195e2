import type { PathLook } from '../export-dialog.js'

/** What became of what left the screen. */
export type FilesMessage =
  /** `path`: it was too large and went to that file. */
  | {
      readonly type: 'copied'
      readonly what: string
      readonly to: 'tmux' | 'terminal' | 'too-large'
      readonly path?: string
    }
  | { readonly type: 'path-looked-at'; readonly look: PathLook }
  /** `path` was completed as far as it is certain. */
  | {
      readonly type: 'path-completed'
      readonly path: string
      readonly completed: string
      readonly candidates: readonly string[]
    }
  | { readonly type: 'export-in-the-way' }
  | { readonly type: 'export-progress'; readonly rows: number; readonly total?: number }
  | {
      readonly type: 'exported'
      readonly rows: number
      /** With `~` for the home folder. */
      readonly path: string
      /** Hex, of the whole file. */
      readonly sha256: string
      readonly ms: number
    }
  | { readonly type: 'export-failed'; readonly message: string; readonly cancelled: boolean }
