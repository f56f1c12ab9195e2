import { table } from '../model/binding.js'

/** How it is shown, not what. */
export const LOOK = table(
  { keys: ['t'], command: 'cycle-time', help: 'Times in local time, UTC, or how long ago' },
  { keys: ['f2'], command: 'toggle-mouse', help: 'Mouse off and on; off, the terminal selects text' },
)
