import { table } from '../model/binding.js'

/** In every mode but those in which letters are typed: what there is, and the way back. */
export const FINDING_OUT = table(
  { keys: ['?', 'f1'], command: 'help', help: 'Show these keys; type to search, Enter runs one', footer: 'keys' },
  { keys: ['q'], command: 'back-or-quit', help: 'Back; from the list: quit', footer: 'quit' },
)

export const HELP = table(
  { keys: ['enter'], command: 'run-binding', help: 'Run it', footer: 'run' },
  { keys: ['up', 'C-p'], command: 'help-previous', help: 'Previous key' },
  { keys: ['down', 'C-n'], command: 'help-next', help: 'Next key' },
  { keys: ['escape', 'f1'], command: 'leave-help', help: 'Close', footer: 'close' },
)
