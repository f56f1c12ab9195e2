import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PACKED_SEGMENTS, packGoneIds, unpackGoneIds } from '#daemon/store/gone-ids.js'
import type { Trail } from '#daemon/store/trail.js'
import { drafts, temporaryTrail } from '../support/trail.js'

const SLOTS = 4096
const DAY_MS = 86_400_000

/** As numbers in order, which say which ids are known. */
const sorted = (hashes: Uint32Array) => {
  const numbers = new BigUint64Array(hashes.length / 2)
  for (const slot of numbers.keys()) {
    numbers[slot] = (BigInt(hashes[2 * slot]!) << 32n) | BigInt(hashes[2 * slot + 1]!)
  }
  return numbers.sort()
}

test('the id hashes of segments that are gone stay the same ones in less space', () => {
  fc.assert(
    fc.property(fc.integer(), fc.double({ min: 0, max: 1, noNaN: true }), (seed, crowded) => {
      let state = seed
      const next = () => {
        state = (Math.imul(state, 1664525) + 1013904223) | 0
        return (state >>> 0) / 2 ** 32
      }
      // Some crowd together, some are far apart, some are missing, of one segment all.
      const parts = Array.from({ length: PACKED_SEGMENTS }, (_, part) =>
        Uint32Array.from({ length: part === 7 ? 0 : 2 * SLOTS }, () =>
          next() < crowded / 2 ? 0 : next() * (next() < crowded ? 2 ** 17 : 2 ** 32),
        ),
      )
      const all = new Uint32Array(2 * SLOTS * PACKED_SEGMENTS)
      for (const [part, hashes] of parts.entries()) all.set(hashes, 2 * SLOTS * part)
      expect(
        Buffer.from(sorted(unpackGoneIds(packGoneIds(parts))).buffer).equals(Buffer.from(sorted(all).buffer)),
      ).toBe(true)
    }),
    { numRuns: 10 },
  )
  const usual = Array.from({ length: PACKED_SEGMENTS }, () =>
    Uint32Array.from({ length: 2 * SLOTS }, () => Math.random() * 2 ** 32),
  )
  expect(packGoneIds(usual).length / (8 * SLOTS * PACKED_SEGMENTS)).toBeLessThan(0.77)
})

test('what retention removed is still known when it is sent again, in three quarters of the space and after a start', {
  timeout: 120_000,
}, async () => {
  const count = (PACKED_SEGMENTS + 2) * SLOTS
  // The window begins in the middle of what is packed together.
  const dedupeIds = count - 10 * SLOTS
  await using store = await temporaryTrail({ dedupeIds })
  const nowMs = Date.now()
  for (let from = 0; from < count; from += SLOTS) {
    await store.trail.append(
      drafts(SLOTS, (i) => ({ id: `id-${from + i}`, timestamp: new Date(nowMs - 20 * DAY_MS).toISOString() })),
    )
  }
  await store.trail.idle()
  await retain(store.trail, nowMs - 10 * DAY_MS)
  expect(store.trail.events).toBe(0)
  // At least that, as these hashes can hardly be packed; and not much more.
  expect(await store.trail.diskBytes()).toBeLessThan(6.4 * count)

  // Some of each segment in the window; a second run and a start change nothing.
  const again = Array.from({ length: dedupeIds / 512 }, (_, i) => ({ id: `id-${count - 1 - i * 512 - (i % 512)}` }))
  for (let round = 0; round < 2; round++) {
    const answers = await store.trail.append(drafts(again.length, (i) => again[i]!))
    expect(answers.filter(({ duplicate }) => !duplicate)).toEqual([])
    await retain(store.trail, nowMs - 10 * DAY_MS)
    await store.reopen()
  }
  expect((await store.trail.append(drafts(1, () => ({ id: `id-${count}` }))))[0]!.duplicate).toBe(false)
})

async function retain(trail: Trail, cutoffMs: number): Promise<void> {
  for await (const _ of trail.prune(cutoffMs, new AbortController().signal));
  await trail.reclaim()
}
