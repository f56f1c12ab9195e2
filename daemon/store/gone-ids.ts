import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { SEGMENT_EVENTS } from './segment.js'

/** Neighbouring segments whose id hashes are packed together, once all of them are gone. */
export const PACKED_SEGMENTS = 32

const HASHES = PACKED_SEGMENTS * SEGMENT_EVENTS
/** Bytes of each hash that stay as they are: its low 40 bits. */
const LOW_BYTES = 5
const LOW_TOTAL = LOW_BYTES * HASHES
/** One for each hash, and those of 255 in between. */
const MAX_STEPS = HASHES + Math.ceil(2 ** 24 / 255)

/**
 * The id hashes of segments that are gone, in a quarter less space. Of such an event
 * only whether its id was there is still asked, so the hashes are sorted: the high
 * 24 bits then rise in small steps (255: and more), which deflate well. The more
 * hashes there are, the smaller the steps.
 * @param parts Two words a slot, high and low; missing ones count as not known.
 */
export function packGoneIds(parts: readonly Uint32Array[]): Buffer {
  const words = new Uint32Array(2 * HASHES)
  for (const [part, hashes] of parts.entries()) {
    const first = 2 * SEGMENT_EVENTS * part
    for (let i = 0; i < hashes.length; i += 2) {
      words[first + i] = hashes[i + 1]!
      words[first + i + 1] = hashes[i]!
    }
  }
  new BigUint64Array(words.buffer).sort()
  const lows = Buffer.allocUnsafe(LOW_TOTAL)
  const steps = new Uint8Array(MAX_STEPS)
  let count = 0
  let before = 0
  for (let i = 0; i < HASHES; i++) {
    const high = words[2 * i + 1]!
    lows.writeUInt32LE(words[2 * i]!, i * LOW_BYTES)
    lows[i * LOW_BYTES + 4] = high & 0xff
    let step = (high >>> 8) - before
    before += step
    for (; step >= 255; step -= 255) steps[count++] = 255
    steps[count++] = step
  }
  return Buffer.concat([lows, deflateRawSync(steps.subarray(0, count))])
}

/** The same hashes, two words a slot, in another order. */
export function unpackGoneIds(bytes: Buffer): Uint32Array {
  const steps = inflateRawSync(bytes.subarray(LOW_TOTAL))
  const hashes = new Uint32Array(2 * HASHES)
  let high = 0
  let at = 0
  for (let i = 0; i < HASHES; i++) {
    let step = 255
    while (step === 255) high += step = steps[at++]!
    hashes[2 * i] = high * 2 ** 8 + bytes[i * LOW_BYTES + 4]!
    hashes[2 * i + 1] = bytes.readUInt32LE(i * LOW_BYTES)
  }
  return hashes
}

/** Whether these are the hashes of many segments, not of one. */
export function isPacked(bytes: Uint8Array): boolean {
  return bytes.length !== 8 * SEGMENT_EVENTS
}
