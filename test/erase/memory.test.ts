import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { startDaemon } from '../support/daemon.js'
import { ownerOf, webhookTo } from '../support/forwarding.js'
import { startReceiver } from '../support/receiver.js'
import { openWebSocket } from '../support/web-socket-client.js'
import { PERSON, tell } from './person.js'
import { valuesWith } from './traces.js'

const [ID, EMAIL] = PERSON

test('what the daemon would only tell later, and what others asked for meanwhile, holds no name afterwards', {
  timeout: 120_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'audit-trail-test-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'config.yaml'), '')
  await using daemon = await startDaemon('--config', join(folder, 'config.yaml'))
  await using receiver = await startReceiver()
  const { erase, send, events, ended } = tell(daemon)
  await send(0, 500)

  // Counted into windows of five minutes; the last of them is pending.
  for (let i = 0; i < 3; i++) await daemon.sender.get(`/v1/search?filter=${encodeURIComponent(`actor:${ID}`)}`)
  // A tail tells of its filter once more when it ends.
  const tail = await openWebSocket({ socket: daemon.socket })
  tail.send({ id: 1, method: 'subscribe', params: { filter: `actor:${ID}` } })
  await tail.until(({ id }) => id === 1)
  // Rejections are told of once a minute, with the latest example.
  for (let i = 0; i < 2; i++) await daemon.sender.post('/v1/events', JSON.stringify([{ action: 'A', outcome: EMAIL }]))
  // A task that cannot get on, and another destination that is down for what the receiver said.
  receiver.always('hang')
  const owner = await ownerOf(daemon)
  await owner.call('forward.create', { settings: webhookTo(receiver), enable: true })
  const named = await owner.call('forward.replay', { name: 'hook', filter: `resource:${ID}` })
  const other = await owner.call('forward.replay', { name: 'hook', filter: 'area:Sources' })

  const { subject } = await erase({ values: PERSON })
  const { task } = await erase({ values: PERSON, confirm: subject })
  expect(await ended(task!.id)).toMatchObject({ state: 'completed' })
  const { tasks } = await owner.call('tasks.list', {})
  const found = (id: string) => tasks.find((each) => each.id === id)
  expect(found(named.id)).toMatchObject({ state: 'cancelled', message: expect.stringContaining('erased') as string })
  expect(found(other.id)).toMatchObject({ state: 'running' })
  tail.close()
  await owner.close()

  await daemon.restart('SIGTERM')
  const text = JSON.stringify(await events())
  for (const action of ['Tail Ended', 'Events Rejected', 'Task Cancelled']) expect(text).toContain(action)
  expect(text).toContain('actor:[erased]')
  for (const name of PERSON) expect(text.toLowerCase()).not.toContain(name.toLowerCase())
  await daemon.program.kill('SIGTERM')
  expect(await valuesWith(join(daemon.folder, 'data/db'), [...PERSON])).toEqual([])
})
