import { parseFilter } from '../../protocol/filter/parse.js'
import { type Browse, browseOf } from '../model/browse.js'
import { type Chip, chipsOf } from '../model/chips.js'
import type { Model } from '../model/model.js'
import { compact } from '../view/number.js'
import { fitLine, type Line, lineColumns, span } from '../view/text.js'

/** The parts of the filter, each with how many events match it alone; what has the keys is always in sight. */
export function viewChips(model: Model, columns: number): Line {
  const browse = browseOf(model)
  const all = chipsOf(browse).map((chip) => ({ ...chip, text: toldText(chip.text, model) }))
  const focused = browse.focus === 'chips' ? Math.min(browse.chips.cursor, all.length - 1) : -1
  const counted = all.map((chip, i) => viewChip(chip, i, i === focused, all.length > 1))
  const chips =
    widthOf(counted) <= columns ? counted : all.map((chip, i) => viewChip(chip, i, i === focused, i === focused))
  let first = 0
  while (first < focused && widthOf(chips.slice(first, focused + 1)) + (first > 0 ? 2 : 0) > columns) first++
  const lead: Line = first > 0 ? [span('… ', 'dim')] : []
  const line = chips.slice(first).flatMap((chip, i) => (i === 0 ? chip : [span(' '), ...chip]))
  return lineColumns([...lead, ...line]) > columns ? fitLine([...lead, ...line], columns) : [...lead, ...line]
}

/** Who did it, by the address or name that people know; the filter goes on naming the id. */
function toldText(text: string, { actorNames }: Model): string {
  const [term] = parseFilter(text).terms
  if (term?.key !== 'actor') return text
  const told = term.values.map(({ runs: [id, ...more] }) => (more.length > 0 ? undefined : actorNames.get(id ?? '')))
  return told.some((name) => name === undefined) ? text : `${term.negated ? '-' : ''}actor:${told.join(',')}`
}

const widthOf = (chips: readonly Line[]): number => lineColumns(chips.flat()) + chips.length - 1

/** One that is off says so by a ring and by being dim. */
function viewChip({ text, on, count }: Chip, index: number, focused: boolean, counted: boolean): Line {
  const click = `chip:${index}`
  const ground = focused ? ({ on: 'cell', click } as const) : on ? ({ on: 'bar', click } as const) : { click }
  return [
    ...(on ? [] : [span('○ ', 'dim', ground)]),
    span(text, on ? 'accent' : 'dim', ground),
    ...(counted && count !== undefined ? [span(` ${compact(count)}`, 'dim', ground)] : []),
  ]
}

export const hasChips = (browse: Browse): boolean => browse.filter.text !== '' || browse.chips.off.length > 0
