import { table } from '../model/binding.js'

/** From pane to pane. */
export const PANES = table(
  { keys: ['tab'], command: 'next-pane', help: 'Next pane: list, areas, actions, actors, detail', footer: 'panes' },
  { keys: ['S-tab'], command: 'previous-pane', help: 'Previous pane' },
)
