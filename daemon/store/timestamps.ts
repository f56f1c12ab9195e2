import { float64s, uint32s } from './numbers.js'
import type { Segment } from './segment.js'

/** Milliseconds since the earliest one of the segment (u32 each), or since the epoch where they lie too far apart (f64 each). */
export function encodeTimestamps(timestampsMs: readonly number[], minMs: number, maxMs: number): Uint8Array {
  if (maxMs - minMs >= 2 ** 32) return new Uint8Array(Float64Array.from(timestampsMs).buffer)
  return new Uint8Array(Uint32Array.from(timestampsMs, (ms) => ms - minMs).buffer)
}

export function decodeTimestamps(bytes: Buffer, { rows, minMs }: Pick<Segment, 'rows' | 'minMs'>): Float64Array {
  if (bytes.length === 8 * rows) return float64s(bytes)
  const since = uint32s(bytes)
  const timestampsMs = new Float64Array(since.length)
  for (let row = 0; row < since.length; row++) timestampsMs[row] = minMs + since[row]!
  return timestampsMs
}
