import type { Sink } from './sink.js'

/** Prints the 16 bytes from `at` on as a UUID. */
export function printUuid(sink: Sink, bytes: Uint8Array, at: number): void {
  sink.reserve(36)
  const out = sink.bytes
  let to = sink.at
  for (let i = 0; i < 16; i++) {
    if (i === 4 || i === 6 || i === 8 || i === 10) out[to++] = DASH
    const byte = bytes[at + i]!
    out[to++] = HEX[byte >> 4]!
    out[to++] = HEX[byte & 15]!
  }
  sink.at = to
}

const DASH = 0x2d
const HEX = Buffer.from('0123456789abcdef')
