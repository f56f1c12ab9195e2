import { table } from '../model/binding.js'

/** Behind `y`: what is to be copied. */
export const COPY = table(
  { keys: ['enter'], command: 'copy-chosen', help: 'Copy what the cursor is on', footer: 'copy' },
  { keys: ['y'], command: 'copy-event', help: 'Copy the event as JSON', footer: 'JSON' },
  { keys: ['m'], command: 'copy-message', help: 'Copy it in one line, for a message', footer: 'message' },
  { keys: ['f'], command: 'copy-field', help: 'Copy the field under the cursor of the detail' },
  { keys: ['i'], command: 'copy-id', help: 'Copy its id', footer: 'id' },
  { keys: ['a'], command: 'copy-actor', help: 'Copy its actor', footer: 'actor' },
  { keys: ['t'], command: 'copy-target', help: 'Copy its target', footer: 'target' },
  { keys: ['l'], command: 'copy-link', help: 'Copy the command that shows it, as a link', footer: 'link' },
  { keys: ['c'], command: 'copy-command', help: 'Copy the command that finds what is listed', footer: 'command' },
  { keys: ['j', 'down'], command: 'copy-next', help: 'Down in the menu' },
  { keys: ['k', 'up'], command: 'copy-previous', help: 'Up in the menu' },
  { keys: ['escape', 'q'], command: 'leave-copy', help: 'Copy nothing', footer: 'close' },
)

/** In the view that is there to be selected from. */
export const PLAIN = table(
  { keys: ['j', 'down'], command: 'plain-down', help: 'A line down' },
  { keys: ['k', 'up'], command: 'plain-up', help: 'A line up' },
  { keys: ['space', 'pagedown', 'C-d'], command: 'plain-page-down', help: 'A page of lines down' },
  { keys: ['pageup', 'C-u'], command: 'plain-page-up', help: 'A page of lines up' },
  { keys: ['escape', 'q', 'enter', 'C-o'], command: 'leave-plain', help: 'Back to the dashboard', footer: 'back' },
)
