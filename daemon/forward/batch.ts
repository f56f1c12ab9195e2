import { createHash } from 'node:crypto'
import type { Batch, Item } from './destinations/destination.js'

/** Items as one array; its id follows from what is in it, so the same array has the same id at every attempt and after a restart. */
export function batchOf(destination: string, items: readonly Item[]): Batch {
  const hash = createHash('sha256').update(destination)
  for (const { messageId } of items) hash.update('\0').update(messageId)
  return { id: `batch_${hash.digest('base64url').slice(0, 32)}`, items }
}
