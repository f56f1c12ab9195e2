import { table } from '../model/binding.js'

/** On a sheet of text that lies over a view: messages, the link, a job, an alert. */
export const SHEET = table(
  { keys: ['j', 'down'], command: 'sheet-down', help: 'Scroll down', footer: 'down' },
  { keys: ['k', 'up'], command: 'sheet-up', help: 'Scroll up', footer: 'up' },
  { keys: ['C-d', 'pagedown', 'space'], command: 'sheet-page-down', help: 'Scroll a page down' },
  { keys: ['C-u', 'pageup'], command: 'sheet-page-up', help: 'Scroll a page up' },
  { keys: ['g', 'home'], command: 'sheet-first', help: 'To the top' },
  { keys: ['G', 'end'], command: 'sheet-last', help: 'To the end' },
  { keys: ['escape', 'q', 'enter'], command: 'leave-sheet', help: 'Close', footer: 'close' },
)
