import { KNOWN_KEYS } from '../../protocol/filter/keys.js'
import { shownKey } from '../model/binding.js'
import type { Help, HelpRow } from '../model/help.js'
import type { Rect, Size } from '../view/rect.js'
import { fitLine, fitText, type Line, span, wrap } from '../view/text.js'
import { columnsOf } from '../view/width.js'
import { typedLine } from './filter-line.js'
import { frameRect, inFrame, insideFrame, isSmall } from './frame.js'

const SIZE: Size = { columns: 164, rows: 46 }
const ONE_COLUMN = 100
/** From here on two columns of keys stand beside each other. */
const TWO_COLUMNS = 120

export const helpRect = (screen: Size): Rect =>
  frameRect(screen, { columns: screen.columns >= TWO_COLUMNS ? SIZE.columns : ONE_COLUMN, rows: SIZE.rows })

/** A line of the list; `row` is the row it belongs to. */
interface HelpLine {
  readonly line: Line
  readonly row?: number
}

/** The bindings of a mode, to search and to run from; what filters can say where there is room. */
export function viewHelp(
  help: Help,
  rows: readonly HelpRow[],
  total: number,
  mode: string,
  screen: Size,
): readonly Line[] {
  const rect = helpRect(screen)
  const room = insideFrame(screen, rect, 1)
  const small = isSmall(screen)
  const cursor = Math.min(help.cursor, Math.max(0, rows.length - 1))
  const counted = rows.length === total ? ` ${total}` : ` ${rows.length} of ${total}`
  const searching: Line = [
    span(small ? '?' : 'search ', 'title'),
    ...fitLine(
      typedLine(help.line, room.columns - 8 - counted.length),
      room.columns - (small ? 1 : 7) - counted.length,
    ),
    span(counted, 'dim'),
  ]
  const half = Math.floor((room.columns - 2) / 2)
  const two = screen.columns >= TWO_COLUMNS
  const columns = two ? half : room.columns
  const lines = helpLines(rows, cursor, columns, small)
  const high = Math.max(1, room.rows - 1)
  const filters = help.line.text === '' && !small ? filterLines(columns) : []
  const list = two ? [...lines, ...filters] : [...lines, ...filters.slice(0, Math.max(0, high - lines.length))]
  const shown = two ? besideEachOther(list, cursor, high, half) : inSight(list, cursor, high)
  const empty: Line[] = rows.length === 0 ? [[span('no key does that', 'dim')]] : []
  return inFrame(`keys: ${mode}`, [searching, ...empty, ...shown], rect, screen, { air: 1 })
}

function helpLines(rows: readonly HelpRow[], cursor: number, columns: number, small: boolean): HelpLine[] {
  const keysOf = ({ binding }: HelpRow) => (small ? shownKey(binding.keys[0]) : binding.keys.map(shownKey).join(' '))
  const most = small ? 7 : 22
  const keyColumns = Math.min(most, Math.max(0, ...rows.map((row) => columnsOf(keysOf(row)))))
  return rows.flatMap((row, i): HelpLine[] => {
    const { binding, section, why } = row
    const first = section !== rows[i - 1]?.section && !small
    const at = i === cursor
    const head: Line = [
      span(at ? '▌' : ' ', 'accent'),
      span(`${fitText(keysOf(row), keyColumns)} `, why === undefined ? 'accent' : 'dim'),
    ]
    const text = `${binding.help}${why === undefined ? '' : ` · not now: ${why}`}`
    const room = Math.max(1, columns - keyColumns - 2)
    // On a small screen what the cursor is on is told in full, and the rest as far as it fits.
    const pieces = at && small ? wrap(text, room) : [text]
    const told = pieces.map((piece, line): HelpLine => {
      const start = line === 0 ? head : [span(' '.repeat(keyColumns + 2))]
      const whole = fitLine([...start, span(piece, why === undefined ? 'plain' : 'dim')], columns)
      return {
        line: whole.map((part) => ({ ...part, click: `help:${i}`, ...(at && { on: 'row' as const }) })),
        row: i,
      }
    })
    return first ? [{ line: [span(section, 'title')] }, ...told] : told
  })
}

function filterLines(columns: number): HelpLine[] {
  const names = Math.max(...Object.keys(KNOWN_KEYS).map((name) => name.length))
  return [
    { line: [] },
    {
      line: [span('in filters ', 'title'), span('a b is AND, a,b OR, - negates, * globs, a bare word is text', 'dim')],
    },
    ...Object.entries(KNOWN_KEYS).map(([name, { meaning, example }]) => ({
      line: fitLine([span(` ${fitText(name, names)} `, 'accent'), span(`${meaning} `, 'dim'), span(example)], columns),
    })),
  ]
}

/** As many lines as there are rows, the cursor among them. */
function inSight(lines: readonly HelpLine[], cursor: number, rows: number): Line[] {
  const at = lines.findIndex(({ row }) => row === cursor)
  const top = Math.max(0, Math.min(at - Math.floor(rows / 2), lines.length - rows))
  return lines.slice(top, top + rows).map(({ line }) => line)
}

/** The same in two columns, read down the left one first. */
function besideEachOther(lines: readonly HelpLine[], cursor: number, rows: number, columns: number): Line[] {
  const shown = inSight(lines, cursor, rows * 2)
  const high = Math.max(Math.min(rows, shown.length), Math.ceil(shown.length / 2))
  const left = Math.min(high, Math.max(Math.ceil(shown.length / 2), Math.min(rows, shown.length)))
  return Array.from(
    { length: Math.min(rows, left) },
    (_, i): Line => [...fitLine(shown[i] ?? [], columns), span('  '), ...fitLine(shown[left + i] ?? [], columns)],
  )
}
