import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { SEGMENT_EVENTS } from './segment.js'

/** Bytes of each hash that stay as they are: its low 48 bits. */
const LOW_BYTES = 6
const LOW_TOTAL = LOW_BYTES * SEGMENT_EVENTS

/**
 * The id hashes of a segment that is gone, in a sixth less space. Of such an event
 * only whether its id was there is still asked, so the hashes are sorted: the high
 * 16 bits then rise in small steps (255: and more), which deflate well.
 * @param hashes Two words a slot, high and low.
 */
export function packGoneIds(hashes: Uint32Array): Buffer {
  const words = new Uint32Array(hashes.length)
  for (let i = 0; i < hashes.length; i += 2) {
    words[i] = hashes[i + 1]!
    words[i + 1] = hashes[i]!
  }
  new BigUint64Array(words.buffer).sort()
  const lows = Buffer.allocUnsafe(LOW_TOTAL)
  const steps: number[] = []
  let before = 0
  for (let i = 0; i < words.length; i += 2) {
    const at = (i / 2) * LOW_BYTES
    lows.writeUInt32LE(words[i]!, at)
    lows.writeUInt16LE(words[i + 1]! & 0xffff, at + 4)
    let step = (words[i + 1]! >>> 16) - before
    before += step
    for (; step >= 255; step -= 255) steps.push(255)
    steps.push(step)
  }
  return Buffer.concat([lows, deflateRawSync(Uint8Array.from(steps))])
}

/** The same hashes, two words a slot, in another order. Takes them unpacked, too. */
export function unpackGoneIds(bytes: Buffer): Uint32Array {
  if (!isPacked(bytes)) return new Uint32Array(Uint8Array.from(bytes).buffer)
  const steps = inflateRawSync(bytes.subarray(LOW_TOTAL))
  const hashes = new Uint32Array(2 * SEGMENT_EVENTS)
  let high = 0
  let at = 0
  for (let slot = 0; slot < SEGMENT_EVENTS; slot++) {
    let step = 255
    while (step === 255) high += step = steps[at++]!
    hashes[2 * slot] = high * 2 ** 16 + bytes.readUInt16LE(slot * LOW_BYTES + 4)
    hashes[2 * slot + 1] = bytes.readUInt32LE(slot * LOW_BYTES)
  }
  return hashes
}

export function isPacked(bytes: Uint8Array): boolean {
  return bytes.length !== 8 * SEGMENT_EVENTS
}
