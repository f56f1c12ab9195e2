import { expect, test } from 'vitest'
import { recent } from '#tui/view/recent.js'

test('what is in use is kept however much comes, what is not goes', () => {
  const made = recent<number, string>(4)
  for (let key = 0; key < 100; key++) {
    made.set(key, `${key}`)
    expect(made.get(0)).toBe('0')
    for (let last = Math.max(0, key - 1); last <= key; last++) expect(made.get(last)).toBe(`${last}`)
  }
  const kept = Array.from({ length: 100 }, (_, key) => made.get(key)).filter((text) => text !== undefined)
  expect(kept.length).toBeLessThanOrEqual(8)
})
