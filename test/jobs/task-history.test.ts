import { expect, test } from 'vitest'
import type { Job } from '#daemon/jobs/job.js'
import { openJobs } from '#daemon/jobs/jobs.js'
import { gate, OWNER, openedTasks, work } from '../support/tasks.js'
import { temporaryTrail } from '../support/trail.js'

test('the newest hundred that ended are remembered, and those that run', async () => {
  await using store = await temporaryTrail()
  const { records } = store.trail
  const { tasks, runner } = await openedTasks(records)
  const held = gate()
  const wait = tasks.register('wait', () => work({ wait: held.step }))
  const start = tasks.register('replay', () => work({ send: async () => ({}) }))
  const { id: waiting } = await wait({})
  const begun: string[] = []
  for (let i = 0; i < 104; i += 1) {
    const { id } = await start({})
    begun.unshift(id)
    await expect.poll(() => runner.progress(id), { interval: 1 }).toBeUndefined()
  }
  const ended = begun.slice(0, 100)
  expect(tasks.list().map(({ id }) => id)).toEqual([waiting, ...ended])
  expect(new Set((await records.list('task')).map(([id]) => id))).toEqual(new Set([waiting, ...ended]))
  // The one that began first and ends last is the newest of all.
  held.open()
  await expect.poll(() => tasks.list()[0]).toMatchObject({ id: waiting, state: 'completed' })
  await expect.poll(() => tasks.list()).toHaveLength(100)
  await runner.close()
})

const sweep = (found: () => boolean): Job => ({
  name: 'sweep',
  schedule: '0 0 1 1 *',
  plan: async ({ last }) => ({ input: { runs: (last?.runs ?? 0) + 1 } }),
  steps: { look: async () => ({ found: Number(found()) }) },
  message: ({ runs, found }) => `run ${runs} found ${found}`,
  noteworthy: ({ found }) => found === 1,
})

test('the runs of a job are tasks; of those that found nothing only the newest is remembered', async () => {
  await using store = await temporaryTrail()
  const { records } = store.trail
  const { tasks, runner } = await openedTasks(records)
  let finds = false
  const jobs = await openJobs({ jobs: [sweep(() => finds)], runner, records, now: Date.now, onStop() {} })
  await expect.poll(() => jobs.list()[0]?.state).toBe('idle')
  for (finds of [false, true, false, false]) await jobs.run('sweep', { confirm: false })
  expect(tasks.list()).toMatchObject([
    { kind: 'sweep', state: 'completed', message: 'run 5 found 0', steps: [{ name: 'look' }] },
    { kind: 'sweep', state: 'completed', message: 'run 3 found 1' },
  ])
  expect(jobs.list()).toMatchObject([{ name: 'sweep', message: 'run 5 found 0', lastRunAt: expect.any(String) }])
  await jobs.close()
})

test('the run of a job can be cancelled; the next one begins anew', async () => {
  await using store = await temporaryTrail()
  const { records } = store.trail
  const { tasks, runner } = await openedTasks(records)
  const held = gate()
  const job: Job = { ...sweep(() => false), steps: { look: held.step } }
  const jobs = await openJobs({ jobs: [job], runner, records, now: Date.now, onStop() {} })
  await expect.poll(held.context).toBeDefined()
  await tasks.cancel(tasks.list()[0]!.id, OWNER)
  expect(jobs.list()).toMatchObject([{ state: 'idle', message: 'cancelled' }])
  held.open()
  expect(await jobs.run('sweep', { confirm: false })).toMatchObject({ state: 'idle', message: 'run 2 found undefined' })
  await jobs.close()
})

test('what an earlier build wrote of its jobs is read: the last run, and the one it was killed in', async () => {
  await using store = await temporaryTrail()
  const { records } = store.trail
  const atMs = Date.parse('2026-11-20T14:17:00Z')
  const kept = { startedAtMs: atMs, completedAtMs: {}, values: { runs: 6 } }
  await records.put('job', 'sweep', { ...kept, completedAtMs: { look: atMs }, message: 'run 6 found 0' })
  await records.put('job', 'scour', kept)
  const made: string[] = []
  const step = (name: string) => async () => {
    made.push(name)
    return {}
  }
  await records.put('job', 'scour', { ...kept, completedAtMs: { look: atMs } })
  const common = { records, now: Date.now, onStop() {} }
  const idle: Job = { ...sweep(() => false), plan: async ({ last }) => ({ message: `run ${last?.runs} was the last` }) }
  const scour: Job = { ...sweep(() => false), name: 'scour', steps: { look: step('look'), scour: step('scour') } }
  const { runner } = await openedTasks(records)
  const jobs = await openJobs({ ...common, jobs: [idle, scour], runner })
  await expect
    .poll(() => jobs.list().map(({ state, message }) => `${state}: ${message}`))
    .toEqual(['idle: run 6 was the last', 'idle: run 6 found undefined'])
  expect(made).toEqual(['scour'])
  await jobs.close()
})
