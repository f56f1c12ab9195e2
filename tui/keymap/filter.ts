import { table } from '../model/binding.js'

/** What narrows the trail, from wherever it is looked at. */
export const FILTER = table(
  { keys: ['/'], command: 'edit-filter', help: 'Edit the filter', footer: 'filter' },
  { keys: ['\\'], command: 'toggle-filter', help: 'Filter off and on again, on the same event' },
  { keys: ['backspace'], command: 'filter-before', help: 'The filter as it was before it was last changed' },
  { keys: ['a'], command: 'pivot-actor', help: 'Everything by the actor of this event' },
  { keys: ['o'], command: 'pivot-resource', help: 'Everything on the resource of this event' },
  { keys: ['T'], command: 'choose-time', help: 'Only the last 5 minutes, hour, day … of the trail' },
  { keys: ['v'], command: 'saved-views', help: 'Views: filters under a name, to show, save and share' },
  { keys: ['i'], command: 'histogram', help: 'Pick out a time in the histogram, or no longer' },
)
