import { type Binding, shownKey } from '../model/binding.js'
import { type Line, lineColumns, span } from '../view/text.js'

/** The keys of the mode that are worth a word, as many as fit; each can be clicked. How to find the others is never cut off. */
export function viewFooter(
  bindings: readonly Binding[],
  columns: number,
  words: Readonly<Record<string, string>> = {},
): Line {
  const hints = bindings
    .filter(({ footer }) => footer !== undefined)
    .map((binding) => ({ ...binding, footer: words[binding.command] ?? binding.footer! }))
  const last = hints.filter(({ command }) => LAST.has(command)).flatMap(hint)
  let left = columns - 1 - lineColumns(last)
  const first = hints
    .filter(({ command }) => !LAST.has(command))
    .flatMap((binding) => {
      const piece = hint(binding)
      left -= lineColumns(piece)
      return left >= 0 ? piece : []
    })
  return [span(' '), ...first, ...last]
}

const LAST: ReadonlySet<string> = new Set(['help', 'help-anywhere', 'back-or-quit'])

const hint = ({ keys, footer, command }: Binding & { readonly footer: string }): Line => [
  span(shownKey(keys[0]), 'accent', { click: command }),
  span(` ${footer}  `, 'dim', { click: command }),
]
