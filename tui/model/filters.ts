import type { Effect } from './effect.js'

/** Filters that were used, whatever is looked at. */
export interface FiltersState {
  /** The oldest first, each once. */
  history: readonly string[]
}

export const newFilters = (history: readonly string[]): FiltersState => ({ history })

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
