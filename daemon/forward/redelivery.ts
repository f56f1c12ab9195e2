import type { AuditEvent } from '../../protocol/event.js'
import { pacer } from '../query/pace.js'
import type { AttemptsOptions } from './attempts.js'
import type { Redelivered } from './delivery.js'
import type { Item } from './destinations/destination.js'
import type { Discards } from './discards.js'
import { type FormOptions, passedOf } from './forming.js'
import { settle } from './settle.js'

/** Sends events that went out before, in turn with those of the follower; tells of each piece what became of it. */
export async function* redeliver(
  events: AsyncIterable<readonly AuditEvent[]>,
  forming: FormOptions,
  attempts: AttemptsOptions,
  discards: Discards,
  signal: AbortSignal,
): AsyncGenerator<Redelivered> {
  const { destination, deadLetters } = attempts
  const pause = pacer(signal)
  for await (const some of events) {
    const last = some.at(-1)
    if (last === undefined) continue
    const items: Item[] = []
    const tooLarge: Item[] = []
    const dropped = new Set<number>()
    for (const event of some) {
      const passed = passedOf(event, forming)
      items.push(...passed.fitting)
      tooLarge.push(...passed.tooLarge)
      if (passed.passage.dropped !== undefined) dropped.add(event.seq)
      await pause()
    }
    const { discarded } = await settle(attempts, { items, tooLarge }, forming.limits, signal)
    discards.note(discarded)
    const refused = new Set(discarded.map(({ seq }) => seq))
    const taken = items.map(({ seq }) => seq).filter((seq) => !refused.has(seq))
    await deadLetters.remove(destination, [...new Set(taken)])
    const filtered = [...dropped].filter((seq) => !refused.has(seq)).length
    const sent = some.length - filtered - refused.size
    yield { through: last.seq, sent, filtered, refused: refused.size }
  }
}
