/**
 * Numbers as they lie in stored bytes, without a copy where they are aligned: bytes
 * from LevelDB begin a buffer of their own. They live as long as that buffer.
 */
export function uint16s(bytes: Uint8Array, from = 0, count = (bytes.length - from) >> 1): Uint16Array {
  return new Uint16Array(...aligned(bytes, from, 2, count))
}

export function uint32s(bytes: Uint8Array, from = 0, count = (bytes.length - from) >> 2): Uint32Array {
  return new Uint32Array(...aligned(bytes, from, 4, count))
}

export function float64s(bytes: Uint8Array): Float64Array {
  return new Float64Array(...aligned(bytes, 0, 8, bytes.length >> 3))
}

function aligned(bytes: Uint8Array, from: number, size: number, count: number): [ArrayBuffer, number, number] {
  const start = bytes.byteOffset + from
  if (start % size === 0) return [bytes.buffer as ArrayBuffer, start, count]
  return [bytes.buffer.slice(start, start + size * count) as ArrayBuffer, 0, count]
}
