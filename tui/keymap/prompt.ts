import { table } from '../model/binding.js'

export const PROMPT = table(
  { keys: ['enter'], command: 'apply-filter', help: 'Apply the filter', footer: 'apply' },
  { keys: ['escape'], command: 'leave-prompt', help: 'Leave the filter as it was', footer: 'leave' },
  { keys: ['tab'], command: 'complete', help: 'Complete a key or a value; again: the next one', footer: 'complete' },
  { keys: ['S-tab'], command: 'complete-back', help: 'The candidate before' },
  { keys: ['up', 'C-p'], command: 'recall-older', help: 'The filter used before', footer: 'history' },
  { keys: ['C-r'], command: 'search-history', help: 'Look for a filter used before', footer: 'search it' },
  { keys: ['down', 'C-n'], command: 'recall-newer', help: 'The filter used after' },
)
