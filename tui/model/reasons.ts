import { browseOf } from './browse.js'
import type { Model } from './model.js'
import { stateOf } from './overlay.js'

/** Why a key does nothing now; undefined where it does. */
export const REASONS = {
  'no-export': ({ exporting }: Model) => (exporting === undefined ? 'no export is running' : undefined),
  'nothing-again': ({ connection, current }: Model) =>
    connection.kind === 'waiting' || current === 'search'
      ? undefined
      : 'the connection does not wait for another try, and what is live need not be asked',
  'nothing-found': (model: Model) =>
    browseOf(model).highlight === undefined ? 'no text was looked for: s does that' : undefined,
  'not-live': ({ current }: Model) => (current === 'search' ? 'Search stands still: 1 is live' : undefined),
  'typing-a-path': (model: Model) =>
    stateOf(model, 'export')?.at === 'path' ? 'the path is typed here: arrows move in it' : undefined,
} as const

export type Reason = keyof typeof REASONS
