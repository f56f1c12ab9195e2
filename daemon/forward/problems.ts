import type { Destination } from '../../protocol/destination.js'
import { RESTORED } from './place.js'

/** What somebody should look at, in words. */
export function problemOf({ settings, state, enabled, failure }: Destination): string | undefined {
  const { name } = settings
  const why = failure === undefined ? '' : `: ${failure.code} ${failure.message}`
  if (state === 'gone') return `Forwarding to "${name}" has ended, its receiver wants nothing any more${why}`
  if (!enabled) return failure?.code === RESTORED.code ? `Forwarding to "${name}" is off${why}` : undefined
  if (state === 'full') return `Forwarding to "${name}" waits: its list of events given up is full`
  if (state === 'down') return `Forwarding to "${name}" is down since ${failure?.since}${why}`
  return undefined
}
