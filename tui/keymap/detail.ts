import { table } from '../model/binding.js'

export const DETAIL = table(
  { keys: [']'], command: 'detail-next', help: 'Next event', footer: 'next' },
  { keys: ['['], command: 'detail-previous', help: 'Previous event', footer: 'previous' },
  { keys: ['j', 'down'], command: 'scroll-down', help: 'Scroll down' },
  { keys: ['k', 'up'], command: 'scroll-up', help: 'Scroll up' },
  { keys: ['C-d', 'pagedown', 'space'], command: 'scroll-page-down', help: 'Scroll a page down' },
  { keys: ['C-u', 'pageup'], command: 'scroll-page-up', help: 'Scroll a page up' },
  { keys: ['g', 'home'], command: 'scroll-first', help: 'To the top' },
  { keys: ['G', 'end'], command: 'scroll-last', help: 'To the end' },
  { keys: ['y'], command: 'copy', help: 'Copy the event as JSON', footer: 'copy' },
  { keys: ['escape', 'enter'], command: 'back', help: 'Back to the list', footer: 'list' },
)
