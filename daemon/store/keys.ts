/**
 * Every key begins with one byte, its space. Numbers are unsigned, big-endian and
 * of fixed width, so that the order of keys is the order of their parts.
 * FORMAT.md describes each space.
 */
export const SPACE = {
  meta: 0x00,
  writeAhead: 0x01,
  header: 0x02,
  values: 0x03,
  ordinals: 0x04,
  block: 0x05,
  dictionary: 0x06,
  dropped: 0x07,
  idHashes: 0x08,
  record: 0x09,
  twin: 0x0a,
} as const
export type Space = (typeof SPACE)[keyof typeof SPACE]

/** Where a write-ahead value or a segment stands: the receipt time and seq of its first event. Both only rise. */
export interface Place {
  readonly receivedAtMs: number
  readonly seq: number
}

const PLACE_BYTES = 14

/** space, receivedAt (6 bytes), seq (8 bytes), then `suffix`. */
export function placeKey(space: Space, { receivedAtMs, seq }: Place, suffix: readonly number[] = []): Buffer {
  const key = Buffer.allocUnsafe(1 + PLACE_BYTES + suffix.length)
  key[0] = space
  key.writeUIntBE(receivedAtMs, 1, 6)
  writeUint64(key, seq, 7)
  for (const [i, byte] of suffix.entries()) key[1 + PLACE_BYTES + i] = byte
  return key
}

export function placeOf(key: Uint8Array): Place {
  const bytes = Buffer.from(key.buffer, key.byteOffset, key.byteLength)
  return { receivedAtMs: bytes.readUIntBE(1, 6), seq: readUint64(bytes, 7) }
}

/** space, column, then the place: all segments of one column lie together. */
export function valuesKey(column: number, { receivedAtMs, seq }: Place): Buffer {
  const key = Buffer.allocUnsafe(2 + PLACE_BYTES)
  key[0] = SPACE.values
  key[1] = column
  key.writeUIntBE(receivedAtMs, 2, 6)
  writeUint64(key, seq, 8)
  return key
}

export function placeOfValues(key: Uint8Array): Place {
  const bytes = Buffer.from(key.buffer, key.byteOffset, key.byteLength)
  return { receivedAtMs: bytes.readUIntBE(2, 6), seq: readUint64(bytes, 8) }
}

/** space, column, id (4 bytes). */
export function dictionaryKey(column: number, id: number): Buffer {
  const key = Buffer.allocUnsafe(6)
  key[0] = SPACE.dictionary
  key[1] = column
  key.writeUInt32BE(id, 2)
  return key
}

/** Among the meta keys: `next id`, then the column. */
export function nextIdKey(column: number): Buffer {
  return Buffer.concat([textKey(SPACE.meta, 'next id'), Buffer.of(column)])
}

/** space, then text. */
export function textKey(space: Space, text: string): Buffer {
  return Buffer.concat([Buffer.of(space), Buffer.from(text, 'utf8')])
}

/** Every key of a space, or those that go on with `prefix`. No key goes on with 16 bytes of FF. */
export function rangeOf(space: Space, prefix: Uint8Array = new Uint8Array()): { gte: Buffer; lt: Buffer } {
  const gte = Buffer.concat([Buffer.of(space), prefix])
  return { gte, lt: Buffer.concat([gte, Buffer.alloc(16, 0xff)]) }
}

function writeUint64(target: Buffer, value: number, offset: number): void {
  target.writeUInt32BE(Math.floor(value / 2 ** 32), offset)
  target.writeUInt32BE(value >>> 0, offset + 4)
}

function readUint64(source: Buffer, offset: number): number {
  return source.readUInt32BE(offset) * 2 ** 32 + source.readUInt32BE(offset + 4)
}
