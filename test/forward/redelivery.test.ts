import { expect, test } from 'vitest'
import { numbersAt, webhookTo } from '../support/forwarding.js'
import { forwardingOn } from '../support/open-forwarding.js'
import { startReceiver } from '../support/receiver.js'
import { OWNER } from '../support/tasks.js'
import { drafts, temporaryTrail } from '../support/trail.js'

const { signal } = new AbortController()
const SLOW = { timeout: 20_000 }

const numbered = (count: number, from = 1, action = 'Source Created') =>
  drafts(count, (i) => ({ action, resource: { id: `n-${from + i}` } }))

const NO_SPACES = [
  { title: 'No spaces', if: 'properties.type = "Space Created"', actions: [{ type: 'DROP' as const }] },
]

test('who sends again is told apart what was sent, what the filters dropped, and what was refused', async () => {
  await using store = await temporaryTrail()
  await using receiver = await startReceiver()
  await store.trail.append([...numbered(3), ...numbered(4, 4, 'Space Created')])
  await using forward = await forwardingOn(store.trail)
  const { forwarding, tasks } = forward
  const settings = webhookTo(receiver, { maxBatchEvents: 1, filters: NO_SPACES })
  await forwarding.create({ settings }, OWNER, signal)
  receiver.will({ answer: 200 }, { answer: 422 })
  await forwarding.replay({ name: 'hook', filter: 'seq:1..7' }, OWNER, signal)
  await expect
    .poll(() => tasks.list(), SLOW)
    .toMatchObject([{ state: 'completed', message: 'sent 2 of 7 events again, 4 filtered, 1 refused' }])
  expect(numbersAt(receiver)).toEqual([1, 2, 3])
  await forwarding.retry({ name: 'hook' }, OWNER, signal)
  await expect
    .poll(() => tasks.list()[0], SLOW)
    .toMatchObject({ state: 'completed', message: 'sent 1 of 1 events again' })
})

test('what is too large for the receiver is given up when it is sent again, as it was before', async () => {
  await using store = await temporaryTrail()
  await using receiver = await startReceiver()
  // Segment takes 32 KB an event.
  await store.trail.append(drafts(2, (i) => ({ details: { text: 'x'.repeat(i * 33_000) } })))
  await using forward = await forwardingOn(store.trail)
  const { forwarding, tasks } = forward
  const settings = { ...webhookTo(receiver), type: 'segment' as const, url: receiver.url }
  await forwarding.create({ settings, secret: 'a-write-key' }, OWNER, signal)
  await forwarding.replay({ name: 'hook', filter: 'seq:1..2' }, OWNER, signal)
  await expect
    .poll(() => tasks.list(), SLOW)
    .toMatchObject([{ state: 'completed', message: 'sent 1 of 2 events again, 1 refused' }])
  const { dead } = await forwarding.dead({ name: 'hook' }, OWNER, signal)
  expect(dead).toMatchObject([{ seq: 2, code: 'MESSAGE_REJECTED' }])
  expect(receiver.received).toHaveLength(1)
})

test('a receiver that wants nothing any more when events are sent again is turned off; the rest goes once somebody turns it on', async () => {
  await using store = await temporaryTrail()
  await using receiver = await startReceiver()
  await store.trail.append(numbered(3))
  await using forward = await forwardingOn(store.trail)
  const { forwarding, tasks } = forward
  await forwarding.create({ settings: webhookTo(receiver, { maxBatchEvents: 1 }) }, OWNER, signal)
  receiver.will({ answer: 200 }, { answer: 410, body: 'closed for good' })
  await forwarding.replay({ name: 'hook', filter: 'seq:1..3' }, OWNER, signal)
  const why = expect.stringContaining('closed for good')
  await expect
    .poll(() => forwarding.destinations(), SLOW)
    .toMatchObject([{ state: 'gone', enabled: false, failure: { code: '410', message: why } }])
  await expect.poll(() => tasks.list(), SLOW).toMatchObject([{ state: 'failed', message: why }])
  expect(receiver.received).toHaveLength(2)
  expect(tasks.list()[0]).not.toHaveProperty('endedAt')
  await forwarding.toggle({ name: 'hook', enabled: true }, OWNER, signal)
  await expect.poll(() => tasks.list()[0], SLOW).toMatchObject({ state: 'completed' })
  expect(numbersAt(receiver)).toEqual(expect.arrayContaining([2, 3]))
})
