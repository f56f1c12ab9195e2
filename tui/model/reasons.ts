import { jobAtCursor } from './jobs.js'
import type { Model } from './model.js'

/** Why a key does nothing now; undefined where it does. */
export const REASONS = {
  'no-export': ({ exporting }: Model) => (exporting === undefined ? 'no export is running' : undefined),
  'not-waiting': ({ connection }: Model) =>
    connection.kind === 'waiting' ? undefined : 'the connection does not wait for another try',
  'no-alert': ({ alerts }: Model) => (alerts.length > 0 ? undefined : 'there is no alert'),
  'no-running-of-jobs': (model: Model) =>
    model.hello !== undefined && model.hello.role !== 'owner'
      ? `only an owner may run jobs; you are ${model.hello.role}`
      : jobAtCursor(model) === undefined
        ? 'no job is known yet'
        : jobAtCursor(model)?.state === 'running'
          ? 'it is running already'
          : undefined,
} as const

export type Reason = keyof typeof REASONS
