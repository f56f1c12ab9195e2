import { table } from '../model/binding.js'

/** What narrows the trail, from wherever it is looked at. */
export const FILTER = table(
  { keys: ['/'], command: 'edit-filter', help: 'Edit the filter', footer: 'filter' },
  { keys: ['\\'], command: 'toggle-filter', help: 'Filter off and on again, on the same event' },
)
