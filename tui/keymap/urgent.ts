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
    command: 'reconnect',
    help: 'Connect again now',
    footer: 'reconnect now',
    unless: 'not-waiting',
  },
)
