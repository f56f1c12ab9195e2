import { TrailError } from '../../protocol/error.js'
import type { Dictionary } from './dictionary.js'
import { uint16s, uint32s } from './numbers.js'

/**
 * The distinct values of one column in one segment, by ordinal, and how many rows
 * have each. Shared values are ids of the trail-wide dictionary; where a segment
 * has too many, or the dictionary is full, it keeps the texts itself.
 */
export interface ColumnValues {
  readonly counts: Uint16Array
  readonly ids: Uint32Array | undefined
  text(ordinal: number): string
}

/** kind (1: ids, 2: texts), zero, count of values (2), counts (2 each), then ids (4 each), or ends in bytes (4 each) and UTF-8. */
export function encodeValues(counts: Uint16Array, ids: Uint32Array | undefined, texts: readonly string[]): Buffer {
  const head = Buffer.from([ids === undefined ? 2 : 1, 0, counts.length & 255, counts.length >> 8])
  if (ids !== undefined) return Buffer.concat([head, bytesOf(counts), bytesOf(ids)])
  const encoded = texts.map((text) => Buffer.from(text, 'utf8'))
  let end = 0
  const ends = Uint32Array.from(encoded, ({ length }) => {
    end += length
    return end
  })
  return Buffer.concat([head, bytesOf(counts), bytesOf(ends), ...encoded])
}

/** About what LevelDB keeps in one block. */
const TWINNED_BYTES = 4096

/**
 * Whether they are kept twice. No event can be read without them, and small ones lie
 * together with those of many segments, in one block that may be damaged.
 */
export function isTwinned(encoded: Uint8Array): boolean {
  return encoded.length <= TWINNED_BYTES
}

/** Throws `damaged` where it refers to what the dictionary does not hold. */
export function decodeValues(bytes: Buffer, column: number, dictionary: Dictionary): ColumnValues {
  const n = bytes.readUInt16LE(2)
  const counts = uint16s(bytes, 4, n)
  const words = uint32s(bytes, 4 + 2 * n, n)
  if (bytes[0] === 1) {
    if (!dictionary.knows(column, words))
      throw new TrailError('damaged', `Cannot read values of column ${column}: an entry of the dictionary is missing`)
    return { counts, ids: words, text: (ordinal) => dictionary.text(column, words[ordinal]!) }
  }
  const texts = bytes.subarray(4 + 6 * n)
  const text = (ordinal: number) => texts.toString('utf8', ordinal === 0 ? 0 : words[ordinal - 1], words[ordinal])
  return { counts, ids: undefined, text }
}

function bytesOf(array: Uint16Array | Uint32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}
