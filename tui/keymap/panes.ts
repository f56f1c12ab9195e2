import { table } from '../model/binding.js'

/** From pane to pane. */
export const PANES = table(
  {
    keys: ['tab'],
    command: 'next-pane',
    help: 'Next pane: list, facets, detail, histogram, parts of the filter',
    footer: 'panes',
  },
  { keys: ['S-tab'], command: 'previous-pane', help: 'Previous pane' },
)
