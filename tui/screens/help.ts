import { KNOWN_KEYS } from '../../protocol/filter/keys.js'
import { type Binding, shownKey } from '../model/binding.js'
import { type Help, matchingBindings } from '../model/help.js'
import { framed, isSmall } from '../view/compose.js'
import type { Size } from '../view/rect.js'
import { fitLine, fitText, type Line, span } from '../view/text.js'
import { typedLine } from './filter-line.js'

export const HELP_SIZE: Size = { columns: 100, rows: 46 }

const KEY_COLUMNS = 16

/** The bindings of a mode as a list to search and to run from; what filters can say where there is room. */
export function viewHelp(help: Help, bindings: readonly Binding[], mode: string, size: Size): Line[] {
  const small = isSmall(size)
  const columns = small ? size.columns : size.columns - 4
  const matching = matchingBindings(bindings, help)
  const cursor = Math.min(help.cursor, Math.max(0, matching.length - 1))
  const room = Math.max(1, size.rows - (small ? 1 : 4))
  const keysOf = ({ keys }: Binding) => (small ? shownKey(keys[0]) : keys.map(shownKey).join(' '))
  // What a key does must be seen beside it.
  const keyColumns = small ? Math.max(0, ...matching.map((binding) => keysOf(binding).length)) : KEY_COLUMNS
  const top = Math.max(0, Math.min(cursor - Math.floor(room / 2), matching.length - room))
  const rows = matching.slice(top, top + room).map((binding, i): Line => {
    const on = top + i === cursor ? ('row' as const) : undefined
    const keys = fitText(keysOf(binding), keyColumns)
    return fitLine([span(` ${keys} `, 'accent'), span(binding.help)], columns).map((piece) => ({
      ...piece,
      click: `help:${top + i}`,
      ...(on && { on }),
    }))
  })
  const left = room - rows.length
  const filters = help.line.text === '' && left > 4 ? filterKeys(columns, left) : []
  return framed(
    `keys: ${mode}`,
    [
      [span(' search ', 'dim'), ...typedLine(help.line, columns - 10)],
      [],
      ...(rows.length === 0 ? [[span(' no key does that', 'dim')]] : rows),
      ...filters,
    ],
    size,
  )
}

function filterKeys(columns: number, rows: number): Line[] {
  const lines = Object.entries(KNOWN_KEYS).map(
    ([name, { meaning, example }]): Line =>
      fitLine(
        [span(` ${fitText(name, KEY_COLUMNS)} `, 'accent'), span(fitText(example, 34), 'plain'), span(meaning, 'dim')],
        columns,
      ),
  )
  return [
    [],
    [
      span(' in filters: ', 'title'),
      span('terms are AND, a,b is OR, - negates, * globs, a bare word is text anywhere', 'dim'),
    ],
    ...lines,
  ].slice(0, rows)
}
