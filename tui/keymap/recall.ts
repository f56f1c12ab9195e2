import { table } from '../model/binding.js'

/** While a filter of the history is looked for. */
export const RECALL = table(
  { keys: ['enter', 'tab'], command: 'take-recalled', help: 'Into the prompt with it', footer: 'take' },
  { keys: ['C-r', 'up', 'C-p'], command: 'older-recalled', help: 'An older filter that holds it', footer: 'older' },
  { keys: ['down', 'C-n'], command: 'newer-recalled', help: 'A newer filter that holds it', footer: 'newer' },
  { keys: ['escape'], command: 'leave-recall', help: 'Back to what was typed', footer: 'leave' },
)
