import type { Binding } from '../model/binding.js'
import { browseOf } from '../model/browse.js'
import type { Model } from '../model/model.js'
import { bindingsOf, type Command, modeOf } from './keymap.js'

/** What of the list is worth a word first, where not all have room; all others come behind in the order of their tables. */
const FIRST: readonly Command[] = [
  'cancel-export',
  'again',
  'follow',
  'pause-or-follow',
  'edit-filter',
  'open-detail',
  'include-cell',
  'exclude-cell',
  'export',
  'copy',
]

/** The bindings that the footer tells, a command once. While the list stands still, how to follow comes first. */
export function hintsOf(model: Model): readonly Binding<Command>[] {
  const bindings = bindingsOf(model)
  const hints = new Map<Command, Binding<Command>>()
  for (const binding of bindings)
    if (binding.footer !== undefined && !hints.has(binding.command)) hints.set(binding.command, binding)
  if (hints.has('help') || modeOf(model) === 'help') hints.delete('help-anywhere')
  if (modeOf(model) !== 'list') return [...hints.values()]
  if (!browseOf(model).view.follow) {
    const follow = bindings.find(({ command }) => command === 'follow')
    // Space does the same then.
    hints.delete('pause-or-follow')
    if (follow !== undefined) hints.set('follow', { ...follow, footer: 'follow' })
  }
  const rank = ({ command }: Binding<Command>) => (FIRST.includes(command) ? FIRST.indexOf(command) : FIRST.length)
  return [...hints.values()].sort((a, b) => rank(a) - rank(b))
}
