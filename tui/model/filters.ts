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
}

export const newFilters = (history: readonly string[], { views = [] }: Remembered): FiltersState => ({
  panesInSight: [],
  history,
  savedViews: views,
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
