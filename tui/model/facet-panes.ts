import type { Filter, PatternKey } from '../../protocol/filter/filter.js'
import type { Facets, FacetValue } from '../../protocol/request.js'
import type { BrowseName } from './browse.js'
import type { Effect } from './effect.js'
import { type Standing, standingOf, withoutKey } from './filter-edit.js'
import { PRESETS, standingOfTime } from './presets.js'

/** What has a pane of its own, in order from above; the last give way first where there is little room. */
export const PANES = ['area', 'action', 'actor', 'outcome', 'resource', 'ip', 'time'] as const
export type Pane = (typeof PANES)[number]
/** Those with the values of a field of events. */
export type ValuePane = Exclude<Pane, 'time'>

/** Rows without which a pane is not worth its title. */
const LEAST_ROWS: Readonly<Record<Pane, number>> = {
  area: 5,
  action: 5,
  actor: 5,
  outcome: 3,
  resource: 5,
  ip: 5,
  time: 1 + PRESETS.length,
}
/** With less there is one pane, the one that has the keys. */
const SEVERAL = 10

/** The panes there is room for, the one that has the keys always among them. */
export function panesFor(rows: number, focus: string): readonly Pane[] {
  const focused = PANES.find((pane) => pane === focus)
  if (rows < SEVERAL) return [focused ?? 'area']
  let left = rows - (focused === undefined ? 0 : LEAST_ROWS[focused])
  const others = PANES.filter((pane) => {
    if (pane === focused || left < 0) return false
    left -= LEAST_ROWS[pane]
    return left >= 0
  })
  return PANES.filter((pane) => pane === focused || others.includes(pane))
}

/** Where all are not in sight at once they are gone through one after the other. */
export const panesInTurn = (inSight: readonly Pane[]): readonly Pane[] => (inSight.length === 1 ? PANES : inSight)

export interface FacetRow {
  readonly value: string
  readonly label: string
  /** Undefined where the filter names it but the daemon did not count it. */
  readonly count?: number
  readonly standing: Standing
}

export interface FacetPanes {
  readonly counted: Facets['fields']
  readonly cursor: Readonly<Record<Pane, number>>
  /** Those of which the values were asked for under the filter as it is. */
  readonly asked: readonly Pane[]
}

export const newFacetPanes = (): FacetPanes => ({
  counted: {},
  cursor: { area: 0, action: 0, actor: 0, outcome: 0, resource: 0, ip: 0, time: 0 },
  asked: [],
})

/** Values of these are on offer in the prompt, whatever is in sight. */
const ALWAYS: readonly ValuePane[] = ['area', 'action', 'actor']

export const panesWanted = (inSight: readonly Pane[]): readonly ValuePane[] =>
  PANES.filter((pane): pane is ValuePane => pane !== 'time' && (ALWAYS.includes(pane) || inSight.includes(pane)))

/** What a pane lists: what the filter includes or excludes is always among it. */
export function rowsOf({ counted }: FacetPanes, pane: Pane, filter: Filter): FacetRow[] {
  if (pane === 'time') return timeRows(filter)
  const values: readonly FacetValue[] = counted[pane]?.values ?? []
  const rows = values.map(({ value, label, count }) => ({
    value,
    label: label ?? value,
    count,
    standing: standingOf(filter, pane, value),
  }))
  const missing = namedValues(filter, pane).filter(
    (named) => !values.some(({ value }) => value.toLowerCase() === named.toLowerCase()),
  )
  return [...missing.map((value) => ({ value, label: value, standing: standingOf(filter, pane, value) })), ...rows]
}

const timeRows = (filter: Filter): FacetRow[] =>
  PRESETS.map((preset) => ({
    value: preset,
    label: `last ${preset}`,
    standing: standingOfTime(filter, preset),
  }))

function namedValues({ terms }: Filter, key: PatternKey): string[] {
  return terms.flatMap((term) =>
    term.key === key && 'values' in term
      ? term.values.flatMap((pattern) =>
          typeof pattern === 'object' && pattern.runs.length === 1 ? [pattern.runs[0]!] : [],
        )
      : [],
  )
}

/** Counts for every pane, each without what the filter says of its own field, so that its other values can be had. */
export function facetRequests(of: BrowseName, filter: string, panes: readonly ValuePane[]): Effect {
  const byFilter = new Map<string, ValuePane[]>()
  for (const pane of panes) {
    const under = withoutKey(filter, pane)
    byFilter.set(under, [...(byFilter.get(under) ?? []), pane])
  }
  return { type: 'count-facets', of, requests: [...byFilter].map(([under, fields]) => ({ filter: under, fields })) }
}

export function moveInPane(panes: FacetPanes, pane: Pane, to: number, length: number): FacetPanes {
  return { ...panes, cursor: { ...panes.cursor, [pane]: Math.min(Math.max(0, to), Math.max(0, length - 1)) } }
}
