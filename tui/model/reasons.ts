import type { Model } from './model.js'
import { stateOf } from './overlay.js'

/** Why a key does nothing now; undefined where it does. */
export const REASONS = {
  'no-export': ({ exporting }: Model) => (exporting === undefined ? 'no export is running' : undefined),
  'typing-a-path': (model: Model) =>
    stateOf(model, 'export')?.at === 'path' ? 'the path is typed here: arrows move in it' : undefined,
  'not-waiting': ({ connection }: Model) =>
    connection.kind === 'waiting' ? undefined : 'the connection does not wait for another try',
} as const

export type Reason = keyof typeof REASONS
