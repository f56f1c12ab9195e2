import { table } from '../model/binding.js'

/** In the view of figures. */
export const STATS = table(
  { keys: ['l', 'right'], command: 'longer-period', help: 'A longer period', footer: 'longer' },
  { keys: ['h', 'left'], command: 'shorter-period', help: 'A shorter period', footer: 'shorter' },
  { keys: ['escape'], command: 'view-live-again', help: 'Back to the events', footer: 'events' },
)
