import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { TrailError } from '#protocol/error.js'
import { gate, OWNER, openedTasks, work } from '../support/tasks.js'
import { temporaryTrail } from '../support/trail.js'

const PROGRAM = fileURLToPath(new URL('task-process.mjs', import.meta.url))

test.each(['first', 'second', 'third'])(
  'killed in its %s step, a task goes on there, and no finished step is made again',
  async (hangIn) => {
    const folder = await mkdtemp(join(tmpdir(), 'audit-trail-tasks-'))
    const log = join(folder, 'log')
    const told = async () => (await readFile(log, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '')
    try {
      const data = join(folder, 'data')
      const child = spawn(process.execPath, [PROGRAM, data, log, hangIn, 'begin'], { stdio: 'ignore' })
      await expect.poll(told, { timeout: 30_000 }).toContain(`${hangIn} saved`)
      child.kill('SIGKILL')
      await once(child, 'close')
      const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, data, log, 'nowhere', ''])
      expect(JSON.parse(stdout)).toMatchObject([
        { kind: 'count', subject: 'sheep', state: 'completed', message: '3 of 3' },
      ])

      const names = ['first', 'second', 'third']
      const at = names.indexOf(hangIn)
      expect((await told()).filter((line) => line.includes(' of '))).toEqual([
        ...names.slice(0, at + 1).map((name, i) => `${name} ${i} of ${i}`),
        // What it saved within the step it was killed in is there when that is made again.
        ...names.slice(at).map((name, i) => `${name} ${at + i + 1} of ${at + i}`),
      ])
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
)

test('a task that runs tells its steps and how far it is, and in the end what it did', async () => {
  await using store = await temporaryTrail()
  const { tasks, runner, ends } = await openedTasks(store.trail.records)
  const held = gate()
  const start = tasks.register('replay', () => work({ plan: async () => ({ of: 7 }), send: held.step }))
  const begun = await start({ from: 1 }, 'splunk')
  expect(begun).toMatchObject({ kind: 'replay', subject: 'splunk', state: 'running', startedAt: expect.any(String) })
  await expect.poll(held.context).toBeDefined()
  held.context()!.progress(0.5)
  expect(tasks.list()).toMatchObject([
    { id: begun.id, progress: 0.75, steps: [{ name: 'plan', completedAt: expect.any(String) }, { name: 'send' }] },
  ])
  held.open()
  await expect.poll(() => tasks.list()[0]?.state).toBe('completed')
  expect(tasks.list()[0]).toMatchObject({ message: '{"of":7}', endedAt: expect.any(String) })
  expect(tasks.list()[0]).not.toHaveProperty('progress')
  expect(ends).toMatchObject([{ task: { id: begun.id }, state: 'completed' }])
  await runner.close()
})

test('what is cancelled stops within its step, keeps what it knew, and does not go on after a restart', async () => {
  await using store = await temporaryTrail()
  const first = await openedTasks(store.trail.records)
  const held = gate()
  const build = () => work({ count: async () => ({ counted: 3 }), send: held.step })
  const start = first.tasks.register('replay', build)
  const { id } = await start({})
  await expect.poll(held.context).toBeDefined()
  await held.context()!.save({ sent: 2 })
  expect(await first.tasks.cancel(id, OWNER)).toMatchObject({ id, state: 'cancelled', endedAt: expect.any(String) })
  expect(held.context()!.signal.aborted).toBe(true)
  expect(first.ends).toMatchObject([{ state: 'cancelled', by: OWNER }])
  await expect(first.tasks.cancel(id, OWNER)).rejects.toMatchObject({ type: 'not-found' })
  await expect(first.tasks.cancel('no such', OWNER)).rejects.toMatchObject({ type: 'not-found' })
  await first.runner.close()

  const second = await openedTasks(store.trail.records)
  second.tasks.register('replay', build)
  expect(second.tasks.list()).toMatchObject([{ id, state: 'cancelled' }])
  expect(second.runner.get(id)?.values).toEqual({ counted: 3, sent: 2 })
  await second.runner.close()
})

test('four run at once, the others wait for their turn and can be cancelled before it', async () => {
  await using store = await temporaryTrail()
  const { tasks, runner } = await openedTasks(store.trail.records)
  const gates = Array.from({ length: 6 }, gate)
  const start = tasks.register('replay', ({ i }: { i: number }) => work({ send: gates[i]!.step }))
  const ids: string[] = []
  for (const i of gates.keys()) ids.push((await start({ i })).id)
  const states = () => ids.map((id) => tasks.list().find((task) => task.id === id)?.state)
  expect(states()).toEqual([...Array(4).fill('running'), 'waiting', 'waiting'])
  expect(await tasks.cancel(ids[4]!, OWNER)).toMatchObject({ state: 'cancelled' })
  gates[0]!.open()
  await expect.poll(states).toEqual(['completed', 'running', 'running', 'running', 'cancelled', 'running'])
  expect(gates[4]!.context()).toBeUndefined()
  await runner.close()

  // All that ran run again.
  const later = await openedTasks(store.trail.records)
  later.tasks.register('replay', () => work({ send: async () => ({}) }))
  await expect
    .poll(() =>
      later.tasks
        .list()
        .map(({ state }) => state)
        .sort(),
    )
    .toEqual(['cancelled', ...Array(5).fill('completed')])
  await later.runner.close()
})

test('no more than a hundred can be under way', async () => {
  await using store = await temporaryTrail()
  const { tasks, runner } = await openedTasks(store.trail.records)
  const start = tasks.register('replay', () => work({ send: gate().step }))
  await Promise.all(Array.from({ length: 100 }, () => start({})))
  await expect(start({})).rejects.toMatchObject({ type: 'busy' })
  await runner.close()
})

test('one that fails says why and is over; one that a full disk made fail goes on when there is room', async () => {
  await using store = await temporaryTrail()
  let full = true
  const first = await openedTasks(store.trail.records)
  const build = ({ by }: { by: string }) =>
    work({
      count: async () => ({}),
      async send() {
        if (by === 'mistake') throw new Error('the destination is gone')
        if (full) throw new TrailError('cannot-write', 'Cannot write: no room')
        return { sent: 1 }
      },
    })
  const start = first.tasks.register('replay', build)
  await start({ by: 'mistake' })
  await start({ by: 'disk' })
  const told = ({ tasks }: typeof first) => tasks.list().map(({ state, message }) => `${state}: ${message}`)
  await expect.poll(() => told(first)).toEqual(['failed: Cannot write: no room', 'failed: the destination is gone'])
  expect(first.ends.map(({ state }) => state)).toEqual(['failed', 'failed'])
  first.tasks.resume()
  await expect.poll(() => first.ends.length).toBe(3)
  await first.runner.close()

  full = false
  const second = await openedTasks(store.trail.records)
  second.tasks.register('replay', build)
  await expect.poll(() => told(second)).toEqual(['completed: {"sent":1}', 'failed: the destination is gone'])
  await second.runner.close()
})

test('once there is room it goes on where it was, without a restart', async () => {
  await using store = await temporaryTrail()
  const { tasks, runner } = await openedTasks(store.trail.records)
  const made: string[] = []
  const start = tasks.register('replay', () =>
    work({
      async count() {
        made.push('count')
        return {}
      },
      async send() {
        made.push('send')
        if (made.length < 3) throw new TrailError('cannot-write', 'Cannot write: no room')
        return {}
      },
    }),
  )
  await start({})
  await expect.poll(() => tasks.list()[0]?.state).toBe('failed')
  tasks.resume()
  await expect.poll(() => tasks.list()[0]?.state).toBe('completed')
  expect(made).toEqual(['count', 'send', 'send'])
  await runner.close()
})

test('what cannot be asked for is told to who asks, and leaves no task', async () => {
  await using store = await temporaryTrail()
  const { tasks, runner } = await openedTasks(store.trail.records)
  const start = tasks.register('replay', () => {
    throw new TrailError('not-found', 'There is no such destination')
  })
  await expect(start({})).rejects.toMatchObject({ type: 'not-found' })
  expect(tasks.list()).toEqual([])
  await runner.close()
})

test('a task of a kind that is no longer known waits, says so, and goes on where it is known again', async () => {
  await using store = await temporaryTrail()
  const { records } = store.trail
  const first = await openedTasks(records)
  await first.tasks.register('replay', () => work({ send: gate().step }))({ from: 7 }, 'splunk')
  await first.runner.close()

  const second = await openedTasks(records)
  second.tasks.register('other', () => work({}))
  expect(second.tasks.list()).toMatchObject([
    { kind: 'replay', subject: 'splunk', state: 'waiting', message: 'waits for a daemon that knows what "replay" is' },
  ])
  await second.runner.close()

  const third = await openedTasks(records)
  third.tasks.register('replay', (params) => work({ send: async () => params as { from: number } }))
  await expect.poll(() => third.tasks.list()).toMatchObject([{ state: 'completed', message: '{"from":7}' }])
  await third.runner.close()
})

test('what is taken out of tasks is gone from the disk, too; what was asked for with it ends, running or waiting', async () => {
  await using store = await temporaryTrail()
  const { records } = store.trail
  const { tasks, runner, ends } = await openedTasks(records)
  const held = gate()
  const start = tasks.register('replay', ({ filter }: { filter: string }) => {
    if (filter === 'words of ada') return work({ send: () => Promise.reject(new Error('refused: {"by":"ada"}')) })
    return work({ send: filter === '' ? async () => ({}) : held.step })
  })
  const asked = ['words of ada', 'actor:ada', 'actor:bob', 'actor:bob', 'actor:bob', 'actor:ada']
  const ids: string[] = []
  for (const filter of asked) ids.push((await start({ filter }, 'hook')).id)
  const found = (id: string) => tasks.list().find((task) => task.id === id)!
  await expect
    .poll(() => asked.map((_, i) => found(ids[i]!).state))
    .toEqual([...['failed', 'running', 'running', 'running', 'running', 'waiting']])
  const without = (value: unknown) => {
    const json = JSON.stringify(value)
    return json?.includes('ada') ? (JSON.parse(json.replaceAll('ada', '[erased]')) as unknown) : value
  }
  expect(await tasks.scrub(without, OWNER)).toBe(3)
  expect(asked.map((_, i) => found(ids[i]!).state)).toEqual([
    ...['failed', 'cancelled', 'running', 'running', 'running', 'cancelled'],
  ])
  expect(found(ids[0]!).message).toBe('refused: {"by":"[erased]"}')
  expect(ends.at(-1)).toMatchObject({ state: 'cancelled', by: OWNER, message: expect.stringContaining('erased') })
  expect(JSON.stringify(await records.list('task'))).not.toContain('ada')
  // Who it was asked for runs on, and what waited took no place.
  held.open()
  await expect.poll(() => ids.slice(2, 5).map((id) => found(id).state)).toEqual(Array(3).fill('completed'))
  await runner.close()
})
