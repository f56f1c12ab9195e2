import { crc32 } from 'node:zlib'
import { TrailError } from '../../protocol/error.js'

/**
 * LevelDB's own checksums are out of our reach, and it returns flipped bits as
 * values. So every value ends with a CRC-32 (little-endian) over its key and its
 * bytes: a value under a foreign key is noticed as well.
 */
export function guard(key: Uint8Array, ...parts: readonly Uint8Array[]): Buffer {
  const guarded = Buffer.concat([...parts, CHECKSUM_SPACE])
  const end = guarded.length - 4
  guarded.writeUInt32LE(crc32(guarded.subarray(0, end), crc32(key)), end)
  return guarded
}

/** The bytes within, or `damaged` naming `what`. */
export function verify(key: Uint8Array, guarded: Buffer, what: string): Buffer {
  const end = guarded.length - 4
  if (end < 0 || guarded.readUInt32LE(end) !== crc32(guarded.subarray(0, end), crc32(key))) {
    throw new TrailError('damaged', `Cannot read ${what}: its checksum does not match`)
  }
  return guarded.subarray(0, end)
}

const CHECKSUM_SPACE = new Uint8Array(4)
