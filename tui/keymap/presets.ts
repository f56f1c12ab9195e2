import { table } from '../model/binding.js'

/** While a stretch of time is chosen. */
export const PRESETS = table(
  { keys: ['1'], command: 'since-5m', help: 'The last 5 minutes', footer: '5m' },
  { keys: ['2'], command: 'since-15m', help: 'The last 15 minutes', footer: '15m' },
  { keys: ['3'], command: 'since-1h', help: 'The last hour', footer: '1h' },
  { keys: ['4'], command: 'since-6h', help: 'The last 6 hours', footer: '6h' },
  { keys: ['5'], command: 'since-24h', help: 'The last 24 hours', footer: '24h' },
  { keys: ['6'], command: 'since-7d', help: 'The last 7 days', footer: '7d' },
  { keys: ['0'], command: 'since-ever', help: 'All of the time', footer: 'all' },
  { keys: ['enter'], command: 'use-preset', help: 'What the cursor is on' },
  { keys: ['down', 'j'], command: 'next-preset', help: 'Next stretch of time' },
  { keys: ['up', 'k'], command: 'previous-preset', help: 'Previous stretch of time' },
  { keys: ['escape', 'T'], command: 'leave-presets', help: 'Leave the time as it is', footer: 'leave' },
)
