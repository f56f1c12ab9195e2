import type { Filter } from '../../protocol/filter/filter.js'
import { type Browse, browseOf, type Focus } from '../model/browse.js'
import { type FacetPanes, type FacetRow, type Pane, panesFor, rowsOf } from '../model/facet-panes.js'
import type { Model } from '../model/model.js'
import { memo } from '../view/memo.js'
import { compact, count as exactly } from '../view/number.js'
import type { Rect } from '../view/rect.js'
import { fitLine, fitText, type Line, span, spread } from '../view/text.js'
import { clustersOf, columnsOf } from '../view/width.js'

const COUNT_COLUMNS = 6

const TITLES: Readonly<Record<Pane, string>> = {
  area: 'AREA',
  action: 'ACTION',
  actor: 'ACTOR',
  outcome: 'OUTCOME',
  resource: 'RESOURCE',
  ip: 'FROM',
  time: 'TIME',
}

/** The panes of values one above the other, each with as many rows as it needs and there are. */
export function viewFacets(model: Model, { columns, rows }: Rect): Line[] {
  const { facets, filter, focus } = browseOf(model)
  return panesOf(facets, filter.filter, focus, columns, rows)
}

const panesOf = memo((facets: FacetPanes, filter: Filter, focus: Focus, columns: number, rows: number): Line[] => {
  const panes = panesFor(rows, focus)
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
  const distinct = pane === 'time' ? undefined : browse.facets.counted[pane]?.distinct
  const room = rows - 1
  const cursor = Math.min(browse.facets.cursor[pane], Math.max(0, values.length - 1))
  const top = Math.max(0, Math.min(cursor - Math.floor(room / 2), values.length - room))
  const title = spread(
    [span(focused ? '▌' : ' ', 'accent'), span(TITLES[pane], focused ? 'title' : 'strong', { click: `pane:${pane}` })],
    [span(pane === 'time' ? '' : distinct === undefined ? '… ' : `${compact(distinct)} `, 'dim')],
    columns,
  )
  const highest = Math.max(1, ...values.map(({ count = 0 }) => count))
  const lines = values.slice(top, top + room).map((row, i) => {
    const on = focused && top + i === cursor ? ('row' as const) : undefined
    const click = `facet:${pane}:${top + i}`
    return fitLine(viewRow(row, highest, columns, on !== undefined), columns).map((piece) => ({
      ...piece,
      click,
      ...(on && { on }),
    }))
  })
  return [title, ...lines, ...new Array<Line>(Math.max(0, room - lines.length)).fill([])]
}

const SIGNS = { included: '[x]', excluded: '[-]' } as const

/** The bar lies under the text, so that the label has the room. */
function viewRow({ label, count, standing }: FacetRow, highest: number, columns: number, onCursor: boolean): Line {
  const counted = count === undefined ? '' : compact(count)
  const room = Math.max(0, columns - 5 - COUNT_COLUMNS - 1)
  const line: Line = [
    span(onCursor ? '▌' : ' ', 'accent'),
    span(
      `${standing === undefined ? '[ ]' : SIGNS[standing]} `,
      standing === undefined ? 'dim' : standing === 'included' ? 'good' : 'bad',
    ),
    span(fitText(label, room), standing === 'excluded' ? 'dim' : 'plain'),
    span(`${fitText(counted, COUNT_COLUMNS, 'right')} `, 'dim'),
  ]
  const share = (count ?? 0) / highest
  return onCursor ? line : withGround(line, share > 0 ? Math.max(1, Math.round(share * columns)) : 0)
}

/** The line with a bar under its first columns; no character is cut through. */
function withGround(line: Line, columns: number): Line {
  let left = columns
  return line.flatMap((piece) => {
    const whole = columnsOf(piece.text)
    if (whole <= left) {
      left -= whole
      return [{ ...piece, on: 'bar' as const }]
    }
    let head = ''
    for (const cluster of clustersOf(piece.text)) {
      if (cluster.columns > left) break
      head += cluster.text
      left -= cluster.columns
    }
    left = 0
    return [span(head, piece.style, { on: 'bar' }), span(piece.text.slice(head.length), piece.style)]
  })
}

/** The value under the cursor in full, as its pane may have had to cut it. */
export function viewFacetPreview({ facets, filter }: Browse, pane: Pane): Line {
  const row = rowsOf(facets, pane, filter.filter)[facets.cursor[pane]]
  if (row === undefined) return []
  const { label, value, count } = row
  return [
    span(` ${TITLES[pane]}  `, 'dim'),
    span(label, 'strong'),
    ...(label === value || pane === 'time' ? [] : [span(`  ${value}`, 'dim')]),
    ...(count === undefined ? [] : [span(`  ${exactly(count)}`), span(count === 1 ? ' event' : ' events', 'dim')]),
  ]
}
