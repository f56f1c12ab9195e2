import { table } from '../model/binding.js'

/** In every mode. */
export const ALWAYS = table(
  { keys: ['f1'], command: 'help-anywhere', help: 'Show the keys, also where letters are typed', footer: 'keys' },
  { keys: ['C-c'], command: 'quit', help: 'Quit' },
  { keys: ['C-l'], command: 'redraw', help: 'Draw the screen anew' },
  { keys: ['C-z'], command: 'suspend', help: 'Back to the shell until fg' },
)
