import { table } from '../model/binding.js'

export const DETAIL = table(
  { keys: [']'], command: 'detail-next', help: 'Next event', footer: 'next' },
  { keys: ['['], command: 'detail-previous', help: 'Previous event', footer: 'previous' },
  { keys: ['y'], command: 'copy', help: 'Copy: event, field, id, actor, target, link, command', footer: 'copy' },
  { keys: ['enter', 'space'], command: 'open-row', help: 'Fold or unfold; to a related event', footer: 'open' },
  { keys: ['+'], command: 'include-field', help: 'Only events with what is on this row', footer: 'in' },
  { keys: ['-'], command: 'exclude-field', help: 'No events with what is on this row', footer: 'out' },
  { keys: ['='], command: 'only-field', help: 'Nothing but what is on this row as the filter' },
  { keys: ['j', 'down'], command: 'row-down', help: 'Row below' },
  { keys: ['k', 'up'], command: 'row-up', help: 'Row above' },
  { keys: ['}'], command: 'next-hunk', help: 'Next change or part of the event' },
  { keys: ['{'], command: 'previous-hunk', help: 'Previous change or part of the event' },
  { keys: ['R'], command: 'reveal', help: 'Show what is masked in this event, or mask it again' },
  { keys: ['C-d', 'pagedown'], command: 'scroll-page-down', help: 'A page down in the event' },
  { keys: ['C-u', 'pageup'], command: 'scroll-page-up', help: 'A page up in the event' },
  { keys: ['C-e'], command: 'scroll-down', help: 'Scroll the event down' },
  { keys: ['C-y'], command: 'scroll-up', help: 'Scroll the event up' },
  { keys: ['g', 'home'], command: 'scroll-first', help: 'To the top of the event' },
  { keys: ['G', 'end'], command: 'scroll-last', help: 'To the end of the event' },
  { keys: ['escape'], command: 'back', help: 'Back to the list', footer: 'list' },
)
