import { expect, test } from 'vitest'
import { beginOf } from '#daemon/forward/begin.js'
import { drafts, temporaryTrail } from '../support/trail.js'

const START_MS = Date.parse('2026-01-01T00:00:00Z')
const MINUTE_MS = 60_000

test('a time is the seq before the first event that was received then or later, sealed or not', async () => {
  let nowMs = START_MS
  await using store = await temporaryTrail({ now: () => nowMs })
  const { trail } = store
  const context = { trail, now: () => nowMs, retentionMs: () => undefined }
  const from = (minutes: number) => beginOf(new Date(START_MS + minutes * MINUTE_MS).toISOString(), context)
  for (const [minutes, count] of [
    [0, 1000],
    [10, 2000],
    [20, 2000],
    [30, 10],
    [40, 10],
  ] as const) {
    nowMs = START_MS + minutes * MINUTE_MS
    await trail.append(drafts(count))
  }
  await trail.idle()
  const begins = await Promise.all([-5, 0, 5, 10, 20, 25, 30, 35, 40].map(from))
  expect(begins).toEqual([0, 0, 1000, 1000, 3000, 5000, 5000, 5010, 5010])
  await expect(from(41)).rejects.toMatchObject({ type: 'invalid-request', options: { field: 'from' } })
  nowMs += 10 * MINUTE_MS
  expect(await from(45)).toBe(5020)
  expect([await beginOf('now', context), await beginOf('start', context)]).toEqual([5020, 0])
})
