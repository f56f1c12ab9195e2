import { expect, test } from 'vitest'
import { retryDelayMs } from '#protocol/retry.js'

test('attempts come later and later, up to half a minute apart', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 5000].map((attempt) => retryDelayMs(attempt, 1))).toEqual([
    500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000,
  ])
})

test('they are spread over the whole time', () => {
  expect([0, 0.25, 0.5].map((random) => retryDelayMs(3, random))).toEqual([0, 500, 1000])
})
