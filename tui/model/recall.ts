import { type Typed, typed } from './line-editor.js'

/** A filter of the history is looked for by what it holds. */
export interface Recall {
  readonly line: Typed
  readonly cursor: number
}

export const openRecall = (): Recall => ({ line: typed(''), cursor: 0 })

/** Filters that hold what is typed, the newest first. */
export function recalled(history: readonly string[], { line }: Recall): string[] {
  const wanted = line.text.trim().toLowerCase()
  return history.filter((filter) => filter.toLowerCase().includes(wanted)).reverse()
}
