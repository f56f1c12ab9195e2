import type { FacetValue } from '../../protocol/request.js'
import type { Effect } from './effect.js'
import type { Pane } from './facet-panes.js'
import type { Remembered, SavedView } from './remembered.js'

/** Filters that were used, and what there is room for to make others with, whatever is looked at. */
export interface FiltersState {
  /** As the layout has it. */
  panesInSight: readonly Pane[]
  /** The oldest first, each once. */
  history: readonly string[]
  savedViews: readonly SavedView[]
  /** What people call actors, by their ids: as the daemon has told it with its counts. */
  readonly actorNames: Map<string, string>
}

export const newFilters = (history: readonly string[], { views = [] }: Remembered): FiltersState => ({
  panesInSight: [],
  history,
  savedViews: views,
  actorNames: new Map(),
})

export const MAX_HISTORY = 500

/** Remembers a filter, now and the next time. */
export function usedFilter(state: FiltersState, text: string): Effect[] {
  if (text === '') return [{ type: 'remember', change: { lastFilter: undefined } }]
  state.history = [...state.history.filter((each) => each !== text), text].slice(-MAX_HISTORY)
  return [
    { type: 'add-to-history', line: text },
    { type: 'remember', change: { lastFilter: text } },
  ]
}

const MAX_NAMES = 10_000

export function learnNames({ actorNames }: FiltersState, values: readonly FacetValue[]): void {
  if (actorNames.size > MAX_NAMES) actorNames.clear()
  for (const { value, label } of values) if (label !== undefined) actorNames.set(value, label)
}
