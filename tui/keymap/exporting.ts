import { table } from '../model/binding.js'

export const EXPORTING = table({
  keys: ['x'],
  command: 'export',
  help: 'Export: what matches, what is on the screen, the marks',
  footer: 'export',
})

/** In the dialog of the export. */
export const EXPORT = table(
  { keys: ['enter'], command: 'start-export', help: 'Start the export', footer: 'start' },
  { keys: ['down'], command: 'next-export-field', help: 'Next field', footer: 'fields' },
  { keys: ['up', 'S-tab'], command: 'previous-export-field', help: 'Previous field' },
  {
    keys: ['right'],
    command: 'next-export-choice',
    help: 'Next choice of the field',
    footer: 'choose',
    unless: 'typing-a-path',
  },
  { keys: ['left'], command: 'previous-export-choice', help: 'Previous choice of the field', unless: 'typing-a-path' },
  {
    keys: ['tab'],
    command: 'complete-export-path',
    help: 'Complete the path; elsewhere the next field',
    footer: 'complete',
  },
  { keys: ['escape'], command: 'leave-export', help: 'Close the dialog', footer: 'close' },
)
