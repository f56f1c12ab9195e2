import type { Filter, PatternKey } from '../../protocol/filter/filter.js'
import type { Facets, FacetValue } from '../../protocol/request.js'
import type { BrowseName } from './browse.js'
import type { Effect } from './effect.js'
import { type Standing, standingOf, withoutKey } from './filter-edit.js'

/** Fields with a pane of their own, in order from above. */
export const PANES = ['area', 'action', 'actor'] as const
export type Pane = (typeof PANES)[number]

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
}

export const newFacetPanes = (): FacetPanes => ({ counted: {}, cursor: { area: 0, action: 0, actor: 0 } })

/** What a pane lists: what the filter includes or excludes is always among it. */
export function rowsOf({ counted }: FacetPanes, pane: Pane, filter: Filter): FacetRow[] {
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
export function facetRequests(of: BrowseName, filter: string): Effect {
  const byFilter = new Map<string, Pane[]>()
  for (const pane of PANES) {
    const under = withoutKey(filter, pane)
    byFilter.set(under, [...(byFilter.get(under) ?? []), pane])
  }
  return { type: 'count-facets', of, requests: [...byFilter].map(([under, fields]) => ({ filter: under, fields })) }
}

export function moveInPane(panes: FacetPanes, pane: Pane, to: number, length: number): FacetPanes {
  return { ...panes, cursor: { ...panes.cursor, [pane]: Math.min(Math.max(0, to), Math.max(0, length - 1)) } }
}
