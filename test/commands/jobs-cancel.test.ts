import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Task } from '#protocol/task-request.js'
import { startDaemon } from '../support/daemon.js'
import { run } from '../support/run.js'

const SEGMENT = 4096

test('a scrub that reads slowly is cancelled by its id, at once, and the trail tells by whom', async () => {
  await using daemon = await startDaemon()
  const ask = (...args: string[]) => run([...args, '--connect', `unix:${daemon.socket}`])
  // Nothing that deflates: at 2 MB/s a segment takes seconds.
  for (let i = 0; i < 12; i += 1) {
    const events = Array.from({ length: SEGMENT / 4 }, () => ({
      action: 'Source Created',
      actor: { id: 'al' },
      details: { noise: randomBytes(2500).toString('base64') },
    }))
    expect(await daemon.sender.post('/v1/events', JSON.stringify(events))).toMatchObject({ status: 200 })
  }
  const reading = async (): Promise<Task | undefined> =>
    (await ask('jobs')).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .find(({ kind, progress }) => kind === 'scrub' && progress > 0)
  let ran = ask('jobs', 'run', 'scrub', '--confirm')
  let scrub = await reading()
  // Until two segments are sealed there is nothing that takes its time.
  while (scrub === undefined) {
    const isOver = await Promise.race([ran.then(() => true), reading().then(() => false)])
    if (isOver) ran = ask('jobs', 'run', 'scrub', '--confirm')
    scrub = await reading()
  }
  const cancelled = await ask('jobs', 'cancel', scrub.id)
  expect(cancelled).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(cancelled.stdout)).toMatchObject({ id: scrub.id, state: 'cancelled', steps: [{ name: 'read' }] })
  expect(JSON.parse((await ran).stdout)).toMatchObject({ name: 'scrub', state: 'idle', message: 'cancelled' })

  const told = async () => (await ask('search', 'action:"Audit Task Cancelled"')).stdout
  await expect.poll(told).not.toBe('')
  expect(JSON.parse(await told())).toMatchObject({
    outcome: 'success',
    actor: { type: 'user' },
    resource: { type: 'task', id: scrub.id, name: 'scrub' },
  })
})
