import { type Binding, shownKey } from '../model/binding.js'
import { type Line, lineColumns, span } from '../view/text.js'

/** The keys of the mode that are worth a word, as many as fit; each can be clicked. */
export function viewFooter(bindings: readonly Binding[], columns: number): Line {
  const hints = bindings.filter(({ footer }) => footer !== undefined)
  // How to find all the others comes last and must not be cut off.
  const ordered = [
    ...hints.filter(({ command }) => !LAST.has(command)),
    ...hints.filter(({ command }) => LAST.has(command)),
  ]
  const line: Line[] = []
  let left =
    columns -
    1 -
    ordered.filter(({ command }) => LAST.has(command)).reduce((sum, each) => sum + lineColumns(hint(each)), 0)
  for (const binding of ordered) {
    const piece = hint(binding)
    if (LAST.has(binding.command)) line.push(piece)
    else if (lineColumns(piece) <= left) {
      line.push(piece)
      left -= lineColumns(piece)
    } else left = 0
  }
  return [span(' '), ...line.flat()]
}

const LAST: ReadonlySet<string> = new Set(['help', 'back-or-quit'])

function hint({ keys, footer = '', command }: Binding): Line {
  // A word that tells its own keys stands alone.
  const own = footer.includes('/') && footer.includes(' ')
  const [key, word] = own ? [footer.split(' ')[0]!, footer.split(' ').slice(1).join(' ')] : [shownKey(keys[0]), footer]
  return [span(key, 'accent', { click: command }), span(` ${word}  `, 'dim', { click: command })]
}
