import type { Binding } from './binding.js'
import { shownKey } from './binding.js'
import { type Typed, typed } from './line-editor.js'

/** The keys of the mode it was opened in, narrowed by what is typed. */
export interface Help {
  readonly line: Typed
  readonly cursor: number
}

export const openHelp = (): Help => ({ line: typed(''), cursor: 0 })

/** Bindings that hold every typed word, in their keys or in what they do. */
export function matchingBindings<B extends Binding>(bindings: readonly B[], { line }: Help): B[] {
  const words = line.text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  return bindings.filter((binding) => {
    const text = `${binding.keys.map(shownKey).join(' ')} ${binding.help}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
