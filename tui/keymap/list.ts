import { table } from '../model/binding.js'

export const PAUSE = table({
  keys: ['space'],
  command: 'pause-or-follow',
  help: 'Stand still, or follow the newest event',
  footer: 'pause',
  unless: 'not-live',
})

export const LIST = table(
  { keys: ['G', 'end'], command: 'follow', help: 'To the newest event, and follow' },
  { keys: ['g', 'home'], command: 'first', help: 'To the oldest loaded event; again: of the trail' },
  { keys: ['j', 'down'], command: 'next', help: 'Next event' },
  { keys: ['k', 'up'], command: 'previous', help: 'Previous event' },
  { keys: ['C-d'], command: 'half-page-down', help: 'Half a page down' },
  { keys: ['C-u'], command: 'half-page-up', help: 'Half a page up' },
  { keys: ['pagedown', 'C-f'], command: 'page-down', help: 'A page down' },
  { keys: ['pageup', 'C-b'], command: 'page-up', help: 'A page up' },
  { keys: ['l', 'right'], command: 'column-right', help: 'Column cursor right' },
  { keys: ['h', 'left'], command: 'column-left', help: 'Column cursor left' },
  { keys: ['enter'], command: 'open-detail', help: 'Show the event in full', footer: 'open' },
  { keys: ['+'], command: 'include-cell', help: 'Only events with the value under the cursor', footer: 'in' },
  { keys: ['-'], command: 'exclude-cell', help: 'No events with the value under the cursor', footer: 'out' },
  { keys: ['='], command: 'only-cell', help: 'Nothing but the value under the cursor as the filter' },
  { keys: ['w'], command: 'wrap', help: 'Wrap what is too long for its column, or cut it' },
  { keys: ['f'], command: 'columns', help: 'Choose the columns: which, and in which order' },
  { keys: ['y'], command: 'copy', help: 'Copy: event, field, id, actor, target, link, command', footer: 'copy' },
  { keys: ['escape'], command: 'back', help: 'Close what is open' },
)
