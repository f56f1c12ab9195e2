import type { Binding } from './binding.js'
import { shownKey } from './binding.js'
import { type Typed, typed } from './line-editor.js'

/** The keys of the mode it was opened in, narrowed by what is typed. */
export interface Help {
  readonly line: Typed
  readonly cursor: number
}

export interface HelpRow<Command extends string = string> {
  readonly binding: Binding<Command>
  readonly section: string
  /** Why it does nothing now. */
  readonly why?: string
}

export const openHelp = (): Help => ({ line: typed(''), cursor: 0 })

/** Rows that hold every typed word, in their keys or in what they do. */
export function matchingRows<Command extends string>(
  rows: readonly HelpRow<Command>[],
  { line }: Help,
): HelpRow<Command>[] {
  const words = line.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  return rows.filter(({ binding, section }) => {
    const text = `${binding.keys.map(shownKey).join(' ')} ${binding.help} ${section}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
