import { table } from '../model/binding.js'

/** From view to view. A view has its tab in the header as soon as it has its digit here. */
export const VIEWS = table(
  { keys: ['1'], command: 'view-live', help: 'Live: events as they come' },
  { keys: ['2'], command: 'view-search', help: 'Search: the trail as of one moment' },
  { keys: ['3'], command: 'view-alerts', help: 'Alerts: what needs attention' },
  { keys: ['4'], command: 'view-jobs', help: 'Jobs: what the daemon does by itself' },
  { keys: ['5'], command: 'view-stats', help: 'Stats: rate, outcomes, areas and actors as charts' },
  { keys: ['6'], command: 'view-forwarding', help: 'Forwarding: where events are sent on to, and how far' },
)
