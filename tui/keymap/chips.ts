import { table } from '../model/binding.js'

/** In the filter's chips. */
export const CHIPS = table(
  { keys: ['space'], command: 'toggle-chip', help: 'This part of the filter off, and on again', footer: 'off/on' },
  { keys: ['enter'], command: 'edit-chip', help: 'Edit this part of the filter', footer: 'edit' },
  { keys: ['delete'], command: 'remove-chip', help: 'Take this part out of the filter', footer: 'remove' },
  { keys: ['-'], command: 'turn-chip', help: 'Let in what it keeps out, and the other way round', footer: 'not' },
  { keys: ['l', 'right'], command: 'next-chip', help: 'Next part of the filter' },
  { keys: ['h', 'left'], command: 'previous-chip', help: 'Previous part of the filter' },
  { keys: ['g', 'home'], command: 'first-chip', help: 'First part of the filter' },
  { keys: ['G', 'end'], command: 'last-chip', help: 'Last part of the filter' },
  { keys: ['escape', 'down', 'j'], command: 'back', help: 'Back to the list', footer: 'list' },
)
