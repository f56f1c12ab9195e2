import { table } from '../model/binding.js'

export const EXPORTING = table({
  keys: ['x'],
  command: 'export',
  help: 'Export everything that matches the filter',
  footer: 'export',
})

/** In the dialog of the export. */
export const EXPORT = table(
  { keys: ['enter'], command: 'start-export', help: 'Start', footer: 'start' },
  { keys: ['tab', 'S-tab', 'up', 'down'], command: 'switch-format', help: 'CSV or NDJSON', footer: 'CSV/NDJSON' },
  { keys: ['escape'], command: 'leave-export', help: 'Close', footer: 'close' },
)
