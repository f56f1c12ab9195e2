import { expect, test } from 'vitest'
import { watchClock } from '#daemon/jobs/clock-watch.js'
import { retentionJob } from '#daemon/jobs/retention.js'
import { drafts, temporaryTrail } from '../support/trail.js'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** A clock that can be set, beside one that only runs; both stand still until told. */
function settable(doubtMs = 0) {
  const time = { now: Date.now(), uptime: 1000 }
  const steps: number[] = []
  const kept: number[] = []
  const watch = watchClock({
    now: () => time.now,
    uptimeMs: () => time.uptime,
    doubtMs,
    onStep: (byMs) => steps.push(byMs),
    keep: (ms) => kept.push(ms),
  })
  const pass = (ms: number) => {
    time.now += ms
    time.uptime += ms
  }
  return { time, steps, kept, pass, doubtMs: watch.doubtMs, [Symbol.dispose]: watch.close }
}

test('a step of the clock is told once, either way; small corrections are not', () => {
  using clock = settable()
  clock.pass(HOUR_MS * 5)
  expect(clock.doubtMs()).toBe(0)
  for (let i = 0; i < 100; i++) {
    clock.time.now += 60_000
    expect(clock.doubtMs()).toBe(0)
  }
  clock.time.now += 3 * HOUR_MS
  expect([clock.doubtMs(), clock.doubtMs()]).toEqual([3 * HOUR_MS, 3 * HOUR_MS])
  clock.time.now -= 3 * HOUR_MS
  expect(clock.doubtMs()).toBe(0)
  expect([clock.steps, clock.kept]).toEqual([
    [3 * HOUR_MS, -3 * HOUR_MS],
    [3 * HOUR_MS, 0],
  ])
})

test('a step forward is in doubt for a day of uptime, across a restart', () => {
  using before = settable()
  before.time.now += 90 * DAY_MS
  expect(before.doubtMs()).toBe(90 * DAY_MS)
  using after = settable(before.kept.at(-1))
  after.pass(DAY_MS - 1)
  expect(after.doubtMs()).toBe(90 * DAY_MS)
  after.pass(1)
  expect([after.doubtMs(), after.kept]).toEqual([0, [0]])
})

test('retention removes nothing on the word of a clock that has stepped forward, though new events agree with it', async () => {
  using clock = settable()
  await using store = await temporaryTrail({ now: () => clock.time.now })
  const { trail } = store
  const job = retentionJob({
    trail,
    now: () => clock.time.now,
    uptimeMs: () => clock.time.uptime,
    clockDoubtMs: clock.doubtMs,
    retentionMs: () => 30 * DAY_MS,
    archive: () => undefined,
    holds: () => [],
  })
  await trail.append(drafts(10))
  clock.time.now += 90 * DAY_MS
  await trail.append(drafts(10))
  expect(await job.plan({ last: undefined, confirm: false })).toEqual({
    held: 'holds back up to 10 events, because the clock stepped forward by 90d less than a day ago',
  })
  expect(await job.plan({ last: undefined, confirm: true })).toHaveProperty('input')
  clock.pass(DAY_MS)
  expect(await job.plan({ last: undefined, confirm: false })).toHaveProperty('input')
})
