import { createHash } from 'node:crypto'
import type { Batch, Item, Limits } from './destinations/destination.js'

/** Items as one array; its id follows from what is in it, so the same array has the same id at every attempt and after a restart. */
export function batchOf(destination: string, items: readonly Item[]): Batch {
  const hash = createHash('sha256').update(destination)
  for (const { messageId } of items) hash.update('\0').update(messageId)
  return { id: `batch_${hash.digest('base64url').slice(0, 32)}`, items }
}

/** In their order, in as many parts as the receiver needs; one that is too large for any stands alone. */
export function* portionsOf(items: Iterable<Item>, { maxEvents, maxBytes }: Limits): Generator<readonly Item[]> {
  let portion: Item[] = []
  let bytes = 0
  for (const item of items) {
    if (portion.length > 0 && (portion.length >= maxEvents || bytes + item.bytes + 1 > maxBytes)) {
      yield portion
      portion = []
      bytes = 0
    }
    portion.push(item)
    bytes += item.bytes + 1
  }
  if (portion.length > 0) yield portion
}
