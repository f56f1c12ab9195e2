import type { Dictionary } from './dictionary.js'

/**
 * The distinct values of one column in one segment, in order of their ordinals,
 * and how many rows have each. Shared values are ids of the trail-wide dictionary;
 * where a segment has too many, or the dictionary is full, it keeps the texts.
 */
export interface ColumnValues {
  readonly counts: Uint16Array
  readonly ids: Uint32Array | undefined
  readonly texts: readonly string[] | undefined
}

/** kind (1: ids, 2: texts), zero, count of values (2), counts (2 each), then ids (4 each) or lengths in bytes (4 each) and UTF-8. */
export function encodeValues({ counts, ids, texts }: ColumnValues): Buffer {
  const head = Buffer.from([ids === undefined ? 2 : 1, 0, counts.length & 255, counts.length >> 8])
  if (ids !== undefined) return Buffer.concat([head, bytesOf(counts), bytesOf(ids)])
  const encoded = (texts ?? []).map((text) => Buffer.from(text, 'utf8'))
  return Buffer.concat([head, bytesOf(counts), bytesOf(Uint32Array.from(encoded, ({ length }) => length)), ...encoded])
}

export function decodeValues(bytes: Buffer): ColumnValues {
  const n = bytes.readUInt16LE(2)
  const counts = new Uint16Array(copyOf(bytes, 4, 2 * n))
  const words = new Uint32Array(copyOf(bytes, 4 + 2 * n, 4 * n))
  if (bytes[0] === 1) return { counts, ids: words, texts: undefined }
  const texts: string[] = []
  let at = 4 + 6 * n
  for (const length of words) {
    texts.push(bytes.toString('utf8', at, at + length))
    at += length
  }
  return { counts, ids: undefined, texts }
}

export function textsOf(values: ColumnValues, column: number, dictionary: Dictionary): readonly string[] {
  return values.texts ?? Array.from(values.ids ?? [], (id) => dictionary.text(column, id))
}

function bytesOf(array: Uint16Array | Uint32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}

/** Aligned, as typed arrays must be. */
function copyOf(bytes: Buffer, from: number, length: number): ArrayBuffer {
  const copy = new ArrayBuffer(length)
  new Uint8Array(copy).set(bytes.subarray(from, from + length))
  return copy
}
