import { expect, test } from 'vitest'
import type { Client } from '#protocol/client.js'
import { startDaemon } from '../support/daemon.js'
import {
  destination,
  numbered,
  numbersAt,
  ownerOf,
  payloadsAt,
  post,
  toldOf,
  upTo,
  webhookTo,
} from '../support/forwarding.js'
import { startReceiver } from '../support/receiver.js'

const ended = async (owner: Client) =>
  (await owner.call('tasks.list', {})).tasks
    .filter(({ endedAt, kind }) => endedAt !== undefined && kind !== 'retention' && kind !== 'scrub')
    .map(({ kind, subject, state, message }) => `${kind} ${subject} ${state}: ${message}`)

test('what matches a filter in a range of time is sent again, as a task; also across a kill and a change of the destination', async () => {
  await using daemon = await startDaemon()
  await using receiver = await startReceiver()
  let owner = await ownerOf(daemon)
  const dated = (count: number, from: number, minutes: number, action?: string) =>
    numbered(count, from, action).map((event) => ({
      ...event,
      timestamp: new Date(Date.now() - 3_600_000 + minutes * 60_000).toISOString(),
    }))
  for (let from = 1; from <= 6000; from += 1000) await post(daemon, dated(1000, from, 10))
  await post(daemon, dated(10, 6001, 10, 'Source Deleted'))
  await post(daemon, dated(10, 6011, 20))
  const settings = webhookTo(receiver)
  const { cursor } = await owner.call('forward.create', { settings, enable: true })
  const range = {
    since: new Date(Date.now() - 3_600_000 + 5 * 60_000).toISOString(),
    until: new Date(Date.now() - 3_600_000 + 15 * 60_000).toISOString(),
  }
  receiver.will(...Array(4).fill({ answer: 200 }))
  receiver.always('hang')
  const task = await owner.call('forward.replay', { name: 'hook', filter: 'action:"Source Created"', ...range })
  expect(task).toMatchObject({ kind: 'replay', subject: 'hook', steps: [{ name: 'find' }, { name: 'deliver' }] })
  await receiver.until(5)
  await owner.close()
  await daemon.restart('SIGKILL')
  owner = await ownerOf(daemon)
  await receiver.until(6)
  await owner.call('forward.update', { settings: { ...settings, timeoutMs: 20_000 } })
  receiver.always({ answer: 200 })
  await owner.call('forward.update', { settings: { ...settings, timeoutMs: 30_000 } })
  await expect
    .poll(() => ended(owner), { timeout: 30_000 })
    .toEqual(['replay hook completed: sent 6,000 of 6,000 events again'])
  expect(new Set(numbersAt(receiver))).toEqual(new Set(upTo(6000)))
  expect((await destination(owner))!.cursor).toBeGreaterThanOrEqual(cursor)
  expect((await toldOf(owner)).find(({ action }) => action === 'Forwarding Replay Started')).toMatchObject({
    resource: { id: 'hook' },
    details: { filter: 'action:"Source Created"', ...range },
  })
  await owner.close()
})

test('events that were refused are listed, sent again or taken off the list', async () => {
  await using daemon = await startDaemon()
  await using receiver = await startReceiver()
  await using owner = await ownerOf(daemon)
  await owner.call('forward.create', { settings: webhookTo(receiver, { maxBatchEvents: 1 }), enable: true })
  await expect.poll(async () => (await destination(owner))?.state).toBe('idle')
  receiver.will(...Array(5).fill({ answer: 422 }))
  await post(daemon, numbered(6))
  await expect.poll(() => numbersAt(receiver).length).toBe(6)
  const dead = async () => (await owner.call('forward.dead', { name: 'hook' })).dead
  const found = await dead()
  expect(found).toMatchObject(Array(5).fill({ code: '422', attempts: 1 }))
  const seqs = found.map(({ seq }) => seq)
  expect(await owner.call('forward.dead', { name: 'hook', after: seqs[1]!, limit: 2 })).toMatchObject({
    dead: [{ seq: seqs[2] }, { seq: seqs[3] }],
    more: true,
  })
  expect(await owner.call('forward.discards', { name: 'hook' })).toMatchObject({
    discards: [{ step: 'failedDelivery', code: '422', count: 5 }],
  })
  await owner.call('forward.retry', { name: 'hook', seqs: [seqs[4]!, seqs[0]!] })
  await expect.poll(() => ended(owner)).toEqual(['retry hook completed: sent 2 of 2 events again'])
  expect((await dead()).map(({ seq }) => seq)).toEqual(seqs.slice(1, 4))
  expect(await owner.call('forward.discard', { name: 'hook', seqs: [seqs[1]!, seqs[0]!] })).toEqual({ count: 1 })
  await owner.call('forward.retry', { name: 'hook' })
  await expect.poll(async () => (await dead()).length).toBe(0)
  expect(numbersAt(receiver).slice(-2)).toEqual([3, 4])
})

test('settings changed while a batch is on the way count for it, and nothing is left out', async () => {
  await using daemon = await startDaemon()
  await using receiver = await startReceiver()
  await using owner = await ownerOf(daemon)
  receiver.always('hang')
  const settings = webhookTo(receiver)
  await owner.call('forward.create', { settings, enable: true })
  await post(daemon, numbered(50))
  await receiver.until(1)
  const filters = [
    {
      title: 'no zones',
      if: 'all',
      actions: [{ type: 'DROP_PROPERTIES' as const, fields: { properties: ['area'] } }],
      enabled: true,
    },
  ]
  receiver.always({ answer: 200 })
  await owner.call('forward.update', { settings: { ...settings, filters } })
  const hung = receiver.received.length
  await post(daemon, numbered(50, 51))
  await expect.poll(() => new Set(numbersAt(receiver)).size).toBe(100)
  const later = payloadsAt({ ...receiver, received: receiver.received.slice(hung) })
  expect(later.length).toBeGreaterThan(99)
  expect(later.filter(({ properties }) => 'area' in properties)).toEqual([])
})

test('a preview says what each filter does to an event and what would be sent, and sends nothing', async () => {
  await using daemon = await startDaemon()
  await using receiver = await startReceiver()
  await using owner = await ownerOf(daemon)
  await post(daemon, numbered(1))
  const settings = webhookTo(receiver)
  await owner.call('forward.create', { settings })
  expect(await owner.call('forward.preview', { seq: 1, name: 'hook' })).toMatchObject({
    steps: [
      { name: 'event', outcome: 'named "Audit", seq 1' },
      { name: 'webhook', outcome: expect.stringMatching(/^sent, \d+ bytes$/) },
    ],
    payload: { event: 'Audit', properties: { type: 'Source Created' } },
    sent: expect.stringContaining('"Source Created"'),
  })
  const drop = { title: 'no sources', if: 'properties.type = "Source Created"', actions: [{ type: 'DROP' as const }] }
  const omit = {
    title: 'no seq',
    if: 'all',
    actions: [{ type: 'DROP_PROPERTIES' as const, fields: { properties: ['seq'] } }],
  }
  const filters = [{ ...drop, enabled: false }, omit]
  const less = await owner.call('forward.preview', { seq: 1, settings: { ...settings, filters } })
  expect(less.steps.slice(1, 3)).toEqual([
    { name: 'filter "no sources"', outcome: 'disabled' },
    { name: 'filter "no seq"', outcome: 'passed, with less in it' },
  ])
  expect(less.payload!.properties).not.toHaveProperty('seq')
  const none = await owner.call('forward.preview', {
    seq: 1,
    settings: { ...settings, filters: [{ ...drop, enabled: true }] },
  })
  expect(none).toEqual({
    steps: [
      { name: 'event', outcome: 'named "Audit", seq 1' },
      { name: 'filter "no sources"', outcome: 'dropped' },
      { name: 'webhook', outcome: 'nothing is sent' },
    ],
  })
  for (const params of [{ seq: 1 }, { seq: 1, name: 'hook', settings }, { seq: 99, name: 'hook' }])
    await expect(owner.call('forward.preview', params)).rejects.toMatchObject({
      type: expect.stringMatching(/^(invalid-request|not-found)$/),
    })
  expect(receiver.received).toEqual([])
})

test('what is deleted leaves nothing behind for one that is made by the same name', async () => {
  await using daemon = await startDaemon()
  await using receiver = await startReceiver()
  await using owner = await ownerOf(daemon)
  receiver.always({ answer: 422 })
  const settings = webhookTo(receiver)
  await owner.call('forward.create', { settings, secret: 's', enable: true })
  await post(daemon, numbered(3))
  await expect.poll(async () => (await destination(owner))?.counts.failedDelivery).toBeGreaterThan(2)
  receiver.always('hang')
  await owner.call('forward.replay', { name: 'hook' })
  // At once, so that the task finds another one by that name.
  const [, made] = await Promise.all([
    owner.call('forward.delete', { name: 'hook' }),
    owner.call('forward.create', { settings }),
  ])
  const asked = receiver.received.length
  await expect
    .poll(() => ended(owner))
    .toEqual(['replay hook failed: Cannot send again: the destination "hook" is no longer there'])
  receiver.always({ answer: 200 })
  const counts = { received: 0, filteredAtDestination: 0, filteredAtSource: 0, failedDelivery: 0, delivered: 0 }
  expect(made).toMatchObject({ enabled: false, secrets: 0, dead: 0, counts, retries: 0 })
  expect(await owner.call('forward.discards', { name: 'hook' })).toEqual({ discards: [] })
  expect((await owner.call('forward.dead', { name: 'hook' })).dead).toEqual([])
  const { body } = await daemon.sender.get('/metrics')
  expect(body).toMatch(/^audit_trail_forwarding_lag_events\{destination="hook"\} \d$/m)
  expect(body).toContain('audit_trail_forwarding_delivered_total{destination="hook"} 0\n')
  expect(receiver.received).toHaveLength(asked)

  await owner.call('forward.delete', { name: 'hook' })
  await daemon.restart()
  await using later = await ownerOf(daemon)
  expect((await later.call('forward.list', {})).destinations).toEqual([])
})
