import { expect, test } from 'vitest'
import { MAX_DEAD_LETTERS, openDeadLetters } from '#daemon/forward/dead-letters.js'
import type { Trail } from '#daemon/store/trail.js'
import type { DeadLetter } from '#protocol/destination.js'
import { numbersAt, upTo, webhookTo } from '../support/forwarding.js'
import { forwardingOn } from '../support/open-forwarding.js'
import { startReceiver } from '../support/receiver.js'
import { OWNER } from '../support/tasks.js'
import { drafts, temporaryTrail } from '../support/trail.js'

const { signal } = new AbortController()
const numbered = (count: number, from = 1) => drafts(count, (i) => ({ resource: { id: `n-${from + i}` } }))

/** With those that are there as many events given up as there may be. */
async function fill({ records }: Trail): Promise<void> {
  const letters = await openDeadLetters(records)
  const letter = (seq: number): DeadLetter => ({
    ...{ seq, messageId: `m-${seq}`, at: '2026-11-20T12:00:00.000Z', code: '400', message: 'no', attempts: 1 },
  })
  const missing = MAX_DEAD_LETTERS - letters.count('hook')
  await letters.add('hook', upTo(1_000_000 + missing - 1, 1_000_000).map(letter))
}

test('where no more events may be given up a destination waits, says so, and goes on once there is room', async () => {
  await using store = await temporaryTrail()
  const { trail } = store
  await using receiver = await startReceiver()
  receiver.always({ answer: 400 })
  {
    await using first = await forwardingOn(trail)
    await first.forwarding.create({ settings: webhookTo(receiver) }, OWNER, signal)
  }
  await fill(trail)
  await using forward = await forwardingOn(trail)
  const { forwarding } = forward
  await forwarding.toggle({ name: 'hook', enabled: true }, OWNER, signal)
  await expect.poll(() => forwarding.destinations()[0]?.state).toBe('full')
  expect(forwarding.problems()).toEqual(['Forwarding to "hook" waits: its list of events given up is full'])
  const { cursor } = forwarding.destinations()[0]!
  await trail.append(numbered(10))
  expect(forwarding.destinations()[0]).toMatchObject({ state: 'full', cursor, dead: MAX_DEAD_LETTERS })

  receiver.always({ answer: 200 })
  expect(await forwarding.discard({ name: 'hook' }, OWNER, signal)).toEqual({ count: MAX_DEAD_LETTERS })
  await expect.poll(() => numbersAt(receiver), { timeout: 5000 }).toEqual(upTo(10))
  await expect.poll(() => forwarding.destinations()[0]).toMatchObject({ state: 'idle', lagEvents: 0 })
  expect(forward.mistakes).toEqual([])
})

test('sending a full list again goes past those that are refused again', async () => {
  await using store = await temporaryTrail()
  const { trail } = store
  await using receiver = await startReceiver()
  await trail.append(numbered(3))
  receiver.always({ answer: 400 })
  {
    await using first = await forwardingOn(trail)
    await first.forwarding.create({ settings: webhookTo(receiver), from: 'start', enable: true }, OWNER, signal)
    await expect.poll(() => first.forwarding.destinations()[0]?.lagEvents).toBe(0)
    await first.forwarding.toggle({ name: 'hook', enabled: false }, OWNER, signal)
  }
  await fill(trail)
  await using forward = await forwardingOn(trail)
  const { forwarding, tasks } = forward
  const asked = receiver.received.length
  // All three, then the halves, of which the first event is refused again.
  receiver.will({ answer: 400 }, { answer: 400 })
  receiver.always({ answer: 200 })
  const { id } = await forwarding.retry({ name: 'hook', seqs: [1, 2, 3] }, OWNER, signal)
  await expect.poll(() => tasks.list().find((task) => task.id === id)?.state).toBe('completed')
  expect(receiver.received.length - asked).toBe(3)
  const { dead } = await forwarding.dead({ name: 'hook', limit: 2 }, OWNER, signal)
  expect(dead.map(({ seq }) => seq)).toEqual([1, expect.any(Number)])
  expect(dead[1]!.seq).toBeGreaterThan(3)
})
