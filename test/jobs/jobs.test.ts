import { expect, test } from 'vitest'
import type { Job } from '#daemon/jobs/job.js'
import { type JobsOptions, openJobs } from '#daemon/jobs/jobs.js'
import { retentionJob } from '#daemon/jobs/retention.js'
import type { Values } from '#daemon/jobs/task.js'
import { openTaskRunner, type TaskEnd } from '#daemon/jobs/task-runner.js'
import type { Records } from '#daemon/store/records.js'
import { drafts, temporaryTrail } from '../support/trail.js'

const DAY_MS = 86_400_000

async function openedJobs({
  onEnd = () => {},
  ...options
}: { readonly jobs: readonly Job[]; readonly records: Records; readonly onEnd?: (end: TaskEnd) => void } & Partial<
  Pick<JobsOptions, 'now' | 'onStop'>
>) {
  const common = { now: Date.now, onStop() {}, ...options }
  return openJobs({ ...common, runner: await openTaskRunner({ ...common, onEnd }) })
}

/** A job whose steps are told when to end. */
function stepped(steps: Job['steps']): Job {
  return {
    name: 'sweep',
    schedule: '0 0 1 1 *',
    plan: async () => ({ input: { begun: 1 } }),
    steps,
    message: (values) => JSON.stringify(values),
    noteworthy: () => true,
  }
}

test('a job that was disrupted goes on at the first step that is not completed', async () => {
  await using store = await temporaryTrail()
  const made: string[] = []
  const step =
    (name: string, fails = false) =>
    async (values: Values) => {
      made.push(name)
      if (fails) throw new Error('the lights went out')
      return { ...values, [name]: 1 }
    }
  const { records } = store.trail
  const first = await openedJobs({ records, jobs: [stepped({ a: step('a'), b: step('b', true), c: step('c') })] })
  await expect.poll(() => first.list()[0]).toMatchObject({ state: 'failed', message: 'the lights went out' })
  await first.close()

  const second = await openedJobs({ records, jobs: [stepped({ a: step('a'), b: step('b'), c: step('c') })] })
  await expect.poll(() => second.list()[0]).toMatchObject({ state: 'idle', message: '{"begun":1,"a":1,"b":1,"c":1}' })
  expect(made).toEqual(['a', 'b', 'b', 'c'])
  await second.close()
})

test('a job runs once at a time, and one that does not exist says so', async () => {
  await using store = await temporaryTrail()
  let finish = () => {}
  const held = new Promise<void>((resolve) => {
    finish = resolve
  })
  const jobs = await openedJobs({
    jobs: [stepped({ wait: () => held.then(() => ({})) })],
    records: store.trail.records,
  })
  await expect.poll(() => jobs.list()[0]?.state).toBe('running')
  await expect(jobs.run('sweep', { confirm: false })).rejects.toMatchObject({ type: 'busy' })
  await expect(jobs.run('swoop', { confirm: false })).rejects.toMatchObject({ type: 'not-found' })
  finish()
  await expect.poll(() => jobs.list()[0]?.state).toBe('idle')
  expect(await jobs.run('sweep', { confirm: false })).toMatchObject({ name: 'sweep', state: 'idle' })
  await jobs.close()
})

test('retention removes what is too old and says how much', async () => {
  await using store = await temporaryTrail()
  const old = new Date(Date.now() - 91 * DAY_MS).toISOString()
  await store.trail.append(drafts(6000, (i) => (i < 5000 ? { timestamp: old } : {})))
  await store.trail.idle()
  const ends: unknown[] = []
  const job = retentionJob({
    trail: store.trail,
    now: Date.now,
    uptimeMs: () => 0,
    clockDoubtMs: () => 0,
    retentionMs: () => 90 * DAY_MS,
    archive: () => undefined,
    holds: () => [],
  })
  const jobs = await openedJobs({ jobs: [job], records: store.trail.records, onEnd: (end) => ends.push(end) })
  await expect.poll(() => jobs.list()[0]?.state).toBe('idle')
  expect(jobs.list()[0]).toMatchObject({
    message: 'removed 5,000 events older than 90d',
    nextRunAt: expect.any(String),
  })
  expect(ends).toMatchObject([{ task: { kind: 'retention', values: { removed: 5000 } }, state: 'completed' }])
  expect(store.trail.events).toBe(1000)
  await jobs.close()
})

test.each([
  [
    'a limit shorter than at the last run',
    { secondLimitMs: 10 * DAY_MS, ahead: 0, why: 'the limit is 10d and was 90d' },
  ],
  [
    'a clock that jumped ahead',
    { secondLimitMs: 90 * DAY_MS, ahead: 80 * DAY_MS, why: 'the clock is 80d ahead of the newest event' },
  ],
])('%s deletes nothing until it is confirmed', async (_, { secondLimitMs, ahead, why }) => {
  const startMs = Date.now()
  await using store = await temporaryTrail({ now: () => startMs })
  await store.trail.append(drafts(100, () => ({ timestamp: new Date(startMs - 20 * DAY_MS).toISOString() })))
  const { records } = store.trail
  let limitMs = 90 * DAY_MS
  let nowMs = startMs
  const open = () => {
    const job = retentionJob({
      trail: store.trail,
      now: () => nowMs,
      uptimeMs: () => 0,
      clockDoubtMs: () => 0,
      retentionMs: () => limitMs,
      archive: () => undefined,
      holds: () => [],
    })
    return openedJobs({ jobs: [job], records, now: () => nowMs })
  }
  const first = await open()
  await expect.poll(() => first.list()[0]?.state).toBe('idle')
  await first.close()
  limitMs = secondLimitMs
  nowMs += ahead
  const second = await open()
  await expect.poll(() => second.list()[0]).toMatchObject({ state: 'held', message: expect.stringContaining(why) })
  expect(store.trail.events).toBe(100)
  expect(await second.run('retention', { confirm: true })).toMatchObject({
    state: 'idle',
    message: expect.stringContaining('removed 100 events'),
  })
  expect(store.trail.events).toBe(0)
  await second.close()
})
