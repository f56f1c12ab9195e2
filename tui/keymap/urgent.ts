import { table } from '../model/binding.js'

/** What something that is going on right now makes worth telling first. */
export const URGENT = table(
  {
    keys: ['X'],
    command: 'cancel-export',
    help: 'Stop the export that is running',
    footer: 'stop export',
    unless: 'no-export',
  },
  {
    keys: ['r'],
    command: 'again',
    help: 'Connect again now; in Search: ask the trail again',
    footer: 'again',
    unless: 'nothing-again',
  },
)
