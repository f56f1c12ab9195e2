import { show } from '../../protocol/show.js'
import type { Field, Told } from '../model/field.js'
import { inline, isRecord } from '../view/json.js'
import { count } from '../view/number.js'
import { fitText, type Line, lineColumns, span } from '../view/text.js'
import { type DetailRow, wrapped } from './detail-row.js'

export interface JsonPlace {
  readonly id: string
  readonly name: string
  readonly depth: number
  readonly columns: number
  readonly folds: ReadonlyMap<string, boolean>
  /** How filters reach a value in here: `path` leads through objects alone, as arrays are passed through. */
  readonly path: readonly string[]
  tell(path: readonly string[], value: string): Told
}

/** Deeper than this, JSON is folded until it is opened. */
const OPEN_DEPTH = 2

/** A member of an object as rows of the detail: a value has one, an object or array one and those of what is in it. */
export function jsonRows(place: JsonPlace, value: unknown): DetailRow[] {
  const { id, name, depth, columns, folds } = place
  const indent = span('  '.repeat(Math.min(depth, Math.floor(columns / 6))))
  const members = membersOf(value)
  const label = show(name)
  if (members === undefined || members.length === 0) {
    const lead: Line = [indent, span('  '), span(label, 'accent'), span(': ', 'dim')]
    const style = typeof value === 'string' ? 'plain' : value === null ? 'dim' : 'warn'
    return [
      {
        id,
        lines: wrapped(lead, lineColumns(lead), textOf(value), style, columns),
        field: fieldOf(place, value),
      },
    ]
  }
  const lead = (sign: string): Line => [indent, span(`${sign} `, 'dim'), span(label, 'accent')]
  const room = columns - lineColumns(lead('▶')) - 1
  const whole = inline(value)
  const open = folds.get(id) ?? (depth < OPEN_DEPTH && whole.length > room)
  const field: Field = { name, text: whole }
  if (!open) {
    const preview = room > 4 ? [span(' '), span(fitText(whole, Math.min(room, show(whole).length)), 'dim')] : []
    return [{ id, lines: [[...lead('▶'), ...preview]], fold: 'closed', field }]
  }
  const size = span(`  ${Array.isArray(value) ? `[${count(members.length)}]` : `{${count(members.length)}}`}`, 'dim')
  const isArray = Array.isArray(value)
  return [
    { id, lines: [[...lead('▼'), size]], fold: 'open', field },
    ...members.flatMap(([key, member]) =>
      jsonRows(
        {
          ...place,
          id: `${id}/${key}`,
          name: key,
          depth: depth + 1,
          path: isArray ? place.path : [...place.path, key],
        },
        member,
      ),
    ),
  ]
}

function membersOf(value: unknown): readonly (readonly [string, unknown])[] | undefined {
  if (Array.isArray(value)) return value.map((element, i) => [String(i), element] as const)
  return isRecord(value) ? Object.entries(value) : undefined
}

/** Text as it is, anything else as JSON: as filters on details compare it. */
const textOf = (value: unknown): string => (typeof value === 'string' ? (value === '' ? '""' : value) : inline(value))

function fieldOf({ name, path, tell }: JsonPlace, value: unknown): Field {
  const text = typeof value === 'string' ? value : inline(value)
  return { name, text, told: tell(path, text) }
}
