import type { Filter } from '../../protocol/filter/filter.js'
import { type Browse, browseOf, type Focus, isPane } from '../model/browse.js'
import { type FacetPanes, type FacetRow, PANES, type Pane, rowsOf } from '../model/facet-panes.js'
import type { Model } from '../model/model.js'
import { bar } from '../view/bars.js'
import { memo } from '../view/memo.js'
import { compact } from '../view/number.js'
import type { Rect } from '../view/rect.js'
import { fitLine, fitText, type Line, span, spread } from '../view/text.js'

const TITLES: Readonly<Record<Pane, string>> = { area: 'AREA', action: 'ACTION', actor: 'ACTOR' }
const BAR_COLUMNS = 6

/** The panes of values one above the other, each with as many rows as it needs and there are. */
export function viewFacets(model: Model, { columns, rows }: Rect): Line[] {
  const { facets, filter, focus } = browseOf(model)
  return panesOf(facets, filter.filter, focus, columns, rows)
}

const panesOf = memo((facets: FacetPanes, filter: Filter, focus: Focus, columns: number, rows: number): Line[] => {
  // One whose values can be seen is worth more than three titles.
  const panes = rows < 3 * PANES.length && isPane(focus) ? [focus] : PANES
  const contents = panes.map((pane) => rowsOf(facets, pane, filter))
  const heights = shareRows(
    contents.map(({ length }) => length + 1),
    rows,
  )
  return panes.flatMap((pane, i) => viewPane({ facets, focus }, pane, contents[i]!, columns, heights[i]!))
})

/** How many rows each part gets of those there are: what it wants, else an equal share of what the others leave. */
export function shareRows(wanted: readonly number[], rows: number): number[] {
  const given = wanted.map(() => 0)
  for (let left = rows; left > 0; left--) {
    const hungry = given.map((n, i) => (n < wanted[i]! ? n : Number.POSITIVE_INFINITY))
    const least = Math.min(...hungry)
    if (least === Number.POSITIVE_INFINITY) break
    given[hungry.indexOf(least)]!++
  }
  return given
}

function viewPane(
  browse: Pick<Browse, 'facets' | 'focus'>,
  pane: Pane,
  values: readonly FacetRow[],
  columns: number,
  rows: number,
): Line[] {
  if (rows === 0) return []
  const focused = browse.focus === pane
  const distinct = browse.facets.counted[pane]?.distinct
  const room = rows - 1
  const cursor = Math.min(browse.facets.cursor[pane], Math.max(0, values.length - 1))
  const top = Math.max(0, Math.min(cursor - Math.floor(room / 2), values.length - room))
  const title = spread(
    [span(focused ? '▌' : ' ', 'accent'), span(TITLES[pane], focused ? 'title' : 'strong', { click: `pane:${pane}` })],
    [span(distinct === undefined ? '… ' : `${compact(distinct)} `, 'dim')],
    columns,
  )
  const highest = Math.max(1, ...values.map(({ count = 0 }) => count))
  const lines = values.slice(top, top + room).map((row, i) => {
    const on = focused && top + i === cursor ? ('row' as const) : undefined
    const click = `facet:${pane}:${top + i}`
    return fitLine(viewRow(row, highest, columns), columns).map((piece) => ({ ...piece, click, ...(on && { on }) }))
  })
  return [title, ...lines, ...new Array<Line>(Math.max(0, room - lines.length)).fill([])]
}

const SIGNS = { included: '[x]', excluded: '[-]' } as const

function viewRow({ label, count, standing }: FacetRow, highest: number, columns: number): Line {
  const counted = count === undefined ? '' : compact(count)
  const bars = columns >= 30 ? BAR_COLUMNS : 0
  const room = columns - 5 - 6 - (bars > 0 ? bars + 1 : 0)
  return [
    span(
      ` ${standing === undefined ? '[ ]' : SIGNS[standing]} `,
      standing === undefined ? 'dim' : standing === 'included' ? 'good' : 'bad',
    ),
    span(fitText(label, room), standing === 'excluded' ? 'dim' : 'plain'),
    span(fitText(counted, 6, 'right'), 'dim'),
    ...(bars > 0 ? [span(` ${fitText(bar(count ?? 0, highest, bars), bars)}`, 'accent')] : []),
  ]
}
