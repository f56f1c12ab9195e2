import { table } from '../model/binding.js'

/** From view to view. */
export const VIEWS = table(
  { keys: ['1'], command: 'view-live', help: 'Live: events as they come' },
  { keys: ['2'], command: 'view-search', help: 'Search: the trail as of one moment' },
)
