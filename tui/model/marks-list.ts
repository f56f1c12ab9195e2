import type { Typed } from './line-editor.js'

/** The list of marks, open. */
export interface MarksList {
  readonly cursor: number
}

/** A note being written on a marked event. */
export interface NoteLine {
  readonly seq: number
  readonly line: Typed
}
