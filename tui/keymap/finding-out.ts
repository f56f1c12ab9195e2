import { table } from '../model/binding.js'

/** In every mode but those in which letters are typed: what there is, and the way back. */
export const FINDING_OUT = table(
  { keys: ['?'], command: 'help', help: 'Show these keys; type to search, Enter runs one', footer: 'keys' },
  { keys: [':', 'C-p'], command: 'palette', help: 'Run a command by its name', footer: 'commands' },
  { keys: ['q'], command: 'back-or-quit', help: 'Back; from the list: quit', footer: 'quit' },
)

export const HELP = table(
  { keys: ['enter'], command: 'run-binding', help: 'Run it', footer: 'run' },
  { keys: ['up', 'C-p'], command: 'help-previous', help: 'Previous key' },
  { keys: ['down', 'C-n'], command: 'help-next', help: 'Next key' },
  { keys: ['pageup'], command: 'help-page-up', help: 'A page of keys up' },
  { keys: ['pagedown'], command: 'help-page-down', help: 'A page of keys down' },
  { keys: ['escape'], command: 'leave-help', help: 'Close', footer: 'close' },
)

/** In the palette of commands. */
export const PALETTE = table(
  { keys: ['enter'], command: 'run-line', help: 'Run it', footer: 'run' },
  { keys: ['tab'], command: 'complete-line', help: 'Complete what is typed', footer: 'complete' },
  { keys: ['down'], command: 'palette-next', help: 'Next command of those listed', footer: 'choose' },
  { keys: ['up'], command: 'palette-previous', help: 'Previous command of those listed' },
  { keys: ['C-p'], command: 'line-before', help: 'The line that was run before' },
  { keys: ['C-n'], command: 'line-after', help: 'The line that was run after' },
  { keys: ['escape'], command: 'leave-palette', help: 'Close', footer: 'close' },
)
