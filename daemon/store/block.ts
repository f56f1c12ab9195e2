import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { BLOCK_COLUMNS } from './body.js'

/** Rows in one deflated block. */
export const BLOCK_ROWS = 64

const DEFLATE_LEVEL = 6
const DICTIONARY_BYTES = 2048

/**
 * Bodies and ordinals of up to BLOCK_ROWS rows, so that a row can be read without
 * its columns: the end of each body (u32 each), the ordinals column by column
 * (u16 each), the bodies; deflated with the segment's preset dictionary.
 */
export function encodeBlock(
  bodies: readonly Uint8Array[],
  ordinals: readonly ArrayLike<number>[],
  firstRow: number,
  dictionary: Uint8Array,
): Buffer {
  const count = bodies.length
  const head = Buffer.alloc(4 * count + 2 * count * ordinals.length)
  let end = 0
  let at = 0
  for (const body of bodies) {
    end += body.length
    at = head.writeUInt32LE(end, at)
  }
  for (const column of ordinals) {
    for (let row = firstRow; row < firstRow + count; row++) at = head.writeUInt16LE(column[row]!, at)
  }
  return deflateRawSync(Buffer.concat([head, ...bodies]), { level: DEFLATE_LEVEL, dictionary })
}

export interface Block {
  ordinal(column: number, row: number): number
  body(row: number): Uint8Array
  /** Inflated. The bodies stand in it one behind the other, that of a row from `start` to the next one's. */
  readonly bytes: Buffer
  start(row: number): number
}

/** @param count Rows in the block. */
export function decodeBlock(deflated: Buffer, count: number, dictionary: Buffer): Block {
  const bytes = inflateRawSync(deflated, { dictionary })
  const bodies = 4 * count + 2 * count * BLOCK_COLUMNS
  const start = (row: number) => bodies + (row === 0 ? 0 : bytes.readUInt32LE(4 * (row - 1)))
  return {
    bytes,
    start,
    ordinal: (column, row) => bytes.readUInt16LE(4 * count + 2 * (column * count + row)),
    body: (row) => bytes.subarray(start(row), start(row + 1)),
  }
}

/** A few bodies from all over the segment: what most blocks have in common. */
export function presetDictionary(bodies: readonly Uint8Array[]): Uint8Array {
  const sample: Uint8Array[] = []
  let bytes = 0
  for (let i = 0; i < 16 && bytes < DICTIONARY_BYTES; i++) {
    const body = bodies[Math.floor((i * bodies.length) / 16)]
    if (body === undefined) break
    sample.push(body)
    bytes += body.length
  }
  // A preset dictionary is best at its end, so what is cut is the beginning.
  return Buffer.concat(sample).subarray(-DICTIONARY_BYTES)
}
