/** Filters that were used, whatever is looked at. */
export interface FiltersState {
  /** The oldest first, each once. */
  history: readonly string[]
}

export const newFilters = (): FiltersState => ({ history: [] })

const MAX_HISTORY = 500

export function usedFilter(state: FiltersState, text: string): void {
  if (text === '') return
  state.history = [...state.history.filter((each) => each !== text), text].slice(-MAX_HISTORY)
}
