import type { RedactionAction } from '../../protocol/redaction.js'
import type { KeyedHash } from './keyed-hash.js'

/** In place of a value that is dropped. */
export const GONE = Symbol('gone')

const MASK = '[redacted]'
const HASHED = /^hmac:[0-9a-f]{32}$/

/** What stands for a value; one that was replaced before stays as it is. `what` names the detector that found it. */
export function replacement(action: RedactionAction, value: unknown, hash: KeyedHash, what?: string): unknown {
  if (action === 'drop') return GONE
  const mask = what === undefined ? MASK : `[redacted:${what}]`
  if (action === 'mask') return value === null ? null : mask
  if (value === null || (typeof value === 'string' && (HASHED.test(value) || value.startsWith('[redacted'))))
    return value
  return hashText(typeof value === 'object' ? sortedJson(value) : String(value), hash)
}

/** 128 bits of the hash: enough that no two values meet, short enough to type into a filter. */
export const hashText = (text: string, hash: KeyedHash): string => `hmac:${hash(text).slice(0, 32)}`

/** What stands where something must. */
export const masked = (value: unknown): unknown => (value === GONE ? MASK : value)

/** Equal values give equal texts. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  )
}
