import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashId } from '#daemon/store/id-hash.js'
import { IdWindow } from '#daemon/store/id-window.js'

test('at least the newest ids are remembered, with their seqs; equal hashes are all found', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { maxLength: 300 }),
      fc.integer({ min: 1, max: 40 }),
      (hashes, size) => {
        const window = new IdWindow(size)
        for (const [i, [high, low]] of hashes.entries()) window.add(high, low, i + 1)
        for (const [i, [high, low]] of hashes.entries()) {
          if (i >= hashes.length - size) expect(window.find(high, low)).toContain(i + 1)
        }
        for (const seq of window.find(1, 2)) expect(hashes[seq - 1]).toEqual([1, 2])
      },
    ),
  )
})

test('a quarter of a million ids, each found once', () => {
  const window = new IdWindow(250_000)
  const hash = new Uint32Array(2)
  const hashOf = (i: number): [number, number] => {
    hashId(`node-next-${i}`, 7, hash)
    return [hash[0]!, hash[1]!]
  }
  for (let i = 1; i <= 250_000; i++) window.add(...hashOf(i), i + 7_000_000_000)
  let wrong = 0
  for (let i = 1; i <= 250_000; i++) {
    const found = window.find(...hashOf(i))
    if (found.length !== 1 || found[0] !== i + 7_000_000_000) wrong++
  }
  expect(wrong).toBe(0)
  expect(window.find(1, 1)).toEqual([])
})
