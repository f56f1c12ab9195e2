import { type AttemptsOptions, deliver, giveUp, type Settled } from './attempts.js'
import { portionsOf } from './batch.js'
import type { Limits } from './destinations/destination.js'
import type { Formed } from './forming.js'

const TOO_LARGE = { code: 'MESSAGE_REJECTED', message: 'The event is larger than the receiver takes' }

/** Sends items in as many batches as the receiver needs, and gives up those that are too large for any. Rejects as `deliver` does. */
export async function settle(
  attempts: AttemptsOptions,
  { items, tooLarge }: Pick<Formed, 'items' | 'tooLarge'>,
  limits: Limits,
  signal: AbortSignal,
): Promise<Settled> {
  const large = await Promise.all(tooLarge.map((item) => giveUp(attempts, [item], TOO_LARGE, 0, signal)))
  const discarded = large.flat()
  let delivered = 0
  for (const portion of portionsOf(items, limits)) {
    const settled = await deliver(attempts, portion, signal)
    delivered += settled.delivered
    discarded.push(...settled.discarded)
  }
  return { delivered, discarded }
}
