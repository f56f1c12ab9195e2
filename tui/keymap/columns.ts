import { table } from '../model/binding.js'

/** While the columns of the list are chosen. */
export const COLUMNS = table(
  { keys: ['space', 'enter'], command: 'toggle-column', help: 'Show this column, or hide it', footer: 'show/hide' },
  { keys: ['K', '<'], command: 'column-earlier', help: 'This column further left', footer: 'left' },
  { keys: ['J', '>'], command: 'column-later', help: 'This column further right', footer: 'right' },
  { keys: ['='], command: 'usual-columns', help: 'The columns as the list has them by itself', footer: 'usual' },
  { keys: ['j', 'down'], command: 'next-column', help: 'Next column of those listed' },
  { keys: ['k', 'up'], command: 'previous-column', help: 'Previous column of those listed' },
  { keys: ['escape', 'f', 'q'], command: 'leave-columns', help: 'Close', footer: 'close' },
)
