import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packGoneIds, unpackGoneIds } from '#daemon/store/gone-ids.js'

const SLOTS = 4096

/** As one number each, which says which ids are known. */
const asSet = (hashes: Uint32Array) =>
  Array.from(
    { length: hashes.length / 2 },
    (_, slot) => (BigInt(hashes[2 * slot]!) << 32n) | BigInt(hashes[2 * slot + 1]!),
  )
    .sort()
    .join()

test('the id hashes of a segment that is gone stay the same ones in less space', () => {
  fc.assert(
    fc.property(fc.integer(), fc.double({ min: 0, max: 1, noNaN: true }), (seed, crowded) => {
      let state = seed
      const next = () => {
        state = (Math.imul(state, 1664525) + 1013904223) | 0
        return (state >>> 0) / 2 ** 32
      }
      // Some crowd together, some are far apart, some are missing.
      const hashes = Uint32Array.from({ length: 2 * SLOTS }, () =>
        next() < crowded / 2 ? 0 : next() * (next() < crowded ? 2 ** 17 : 2 ** 32),
      )
      expect(asSet(unpackGoneIds(packGoneIds(hashes)))).toBe(asSet(hashes))
    }),
    { numRuns: 20 },
  )
  const usual = Uint32Array.from({ length: 2 * SLOTS }, () => Math.random() * 2 ** 32)
  expect(packGoneIds(usual).length / (8 * SLOTS)).toBeLessThan(0.86)
  expect(asSet(unpackGoneIds(Buffer.from(usual.buffer)))).toBe(asSet(usual))
})
