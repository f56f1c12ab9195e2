import { canonicalJson } from '../../protocol/canonical.js'
import type { AuditEvent } from '../../protocol/event.js'
import { hashId } from './id-hash.js'
import { leafHash } from './merkle.js'

/** The leaf of an event: of one that was erased that of what it was. */
export function eventLeaf(event: AuditEvent): Buffer {
  return event.erased === undefined ? leafHash(canonicalJson(event)) : Buffer.from(event.erased.leaf, 'hex')
}

const ERASED_ID = 'erased:'

/** The id of what is left of an event tells the hash of the id it had, by which a repetition is still known. */
export function erasedId(event: AuditEvent, idSeed: number): string {
  const hash = new Uint32Array(2)
  eventIdHash(event, idSeed, hash)
  return `${ERASED_ID}${Array.from(hash, (word) => word.toString(16).padStart(8, '0')).join('')}`
}

/** Into two words. */
export function eventIdHash(
  { id, erased }: Pick<AuditEvent, 'id' | 'erased'>,
  idSeed: number,
  into: Uint32Array,
): void {
  if (erased === undefined) hashId(id, idSeed, into)
  else for (const i of [0, 1]) into[i] = Number.parseInt(id.slice(ERASED_ID.length).slice(8 * i, 8 * i + 8), 16)
}
