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
  { keys: ['z'], command: 'zoom', help: 'Give the pane the whole screen, or take it back' },
  { keys: ['<'], command: 'shrink', help: 'Make the pane smaller; the list: what is beside it larger' },
  { keys: ['>'], command: 'grow', help: 'Make the pane larger; the list: what is beside it smaller' },
)
