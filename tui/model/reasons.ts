import { keyOf } from './binding.js'
import { browseOf } from './browse.js'
import { destinationAtCursor } from './forwarding.js'
import { jobAtCursor, taskAtCursor } from './jobs.js'
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
    browseOf(model).highlight === undefined ? `no text was looked for: ${keyOf(model, 'find')} does that` : undefined,
  'not-live': (model: Model) =>
    model.current === 'search' ? `Search stands still: ${keyOf(model, 'view-live')} is live` : undefined,
  'typing-a-path': (model: Model) =>
    stateOf(model, 'export')?.at === 'path' ? 'the path is typed here: arrows move in it' : undefined,
  'no-alert': ({ alerts }: Model) => (alerts.length > 0 ? undefined : 'there is no alert'),
  'no-running-of-jobs': (model: Model) =>
    model.hello !== undefined && model.hello.role !== 'owner'
      ? `only an owner may run jobs; you are ${model.hello.role}`
      : jobAtCursor(model) === undefined
        ? taskAtCursor(model) === undefined
          ? 'no job is known yet'
          : 'a task cannot be run again from here'
        : jobAtCursor(model)?.state === 'running'
          ? 'it is running already'
          : undefined,
  'no-cancelling': (model: Model) =>
    model.hello !== undefined && model.hello.role !== 'owner'
      ? `only an owner may cancel tasks; you are ${model.hello.role}`
      : taskAtCursor(model) === undefined
        ? 'only a task can be cancelled: j goes down to them'
        : taskAtCursor(model)?.endedAt === undefined
          ? undefined
          : 'it has ended',
  'no-destination': (model: Model) => noDestination(model),
  'no-control': (model: Model) => notOwner(model) ?? noDestination(model),
  'no-making': (model: Model) => notOwner(model),
  'no-dead': (model: Model) => noDead(model),
  'no-dead-control': (model: Model) => notOwner(model) ?? noDead(model),
} as const

export type Reason = keyof typeof REASONS

const notOwner = ({ hello }: Model): string | undefined =>
  hello !== undefined && hello.role !== 'owner'
    ? `only an owner may change how events are sent; you are ${hello.role}`
    : undefined

const noDestination = (model: Model): string | undefined =>
  destinationAtCursor(model) === undefined ? 'there is no destination yet: N makes one' : undefined

function noDead(model: Model): string | undefined {
  const letters = stateOf(model, 'dead-letters')?.letters
  if (letters === undefined) return 'the daemon has not told them yet'
  return letters.length === 0 ? 'no event was refused' : undefined
}
