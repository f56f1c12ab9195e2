import { expect, test } from 'vitest'
import { eventsAt } from '#daemon/query/events-at.js'
import type { Trail } from '#daemon/store/trail.js'
import { numbersAt, upTo, webhookTo } from '../support/forwarding.js'
import { forwardingOn } from '../support/open-forwarding.js'
import { startReceiver } from '../support/receiver.js'
import { OWNER } from '../support/tasks.js'
import { drafts, temporaryTrail } from '../support/trail.js'

const { signal } = new AbortController()
const numbered = (count: number, from = 1) => drafts(count, (i) => ({ resource: { id: `n-${from + i}` } }))

/** The place on disk is now one of another time, or of another trail. */
async function displace({ records }: Trail, changes: { cursor?: number; epoch?: string; trail?: string }) {
  const state = (await records.get('destination-state', 'hook')) as object
  await records.put('destination-state', 'hook', { ...state, ...changes })
}

test('in a restored trail a destination goes on where it was', async () => {
  await using store = await temporaryTrail()
  await using receiver = await startReceiver()
  await store.trail.append(numbered(10))
  {
    await using first = await forwardingOn(store.trail)
    await first.forwarding.create({ settings: webhookTo(receiver), from: 'start', enable: true }, OWNER, signal)
    await expect.poll(() => first.forwarding.destinations()[0]?.lagEvents).toBe(0)
  }
  await displace(store.trail, { epoch: 'of the original' })
  await store.trail.append(numbered(10, 11))
  await using again = await forwardingOn(store.trail)
  await expect.poll(() => again.forwarding.destinations()[0]?.lagEvents).toBe(0)
  expect(numbersAt(receiver)).toEqual(upTo(20))
})

test('of a restored trail that ends before its place, a destination misses nothing that comes then, also where it was turned off meanwhile', async () => {
  await using store = await temporaryTrail()
  await using receiver = await startReceiver()
  await store.trail.append(numbered(10))
  {
    await using first = await forwardingOn(store.trail)
    await first.forwarding.create({ settings: webhookTo(receiver), from: 'start', enable: true }, OWNER, signal)
    await expect.poll(() => first.forwarding.destinations()[0]?.lagEvents).toBe(0)
    await first.forwarding.toggle({ name: 'hook', enabled: false }, OWNER, signal)
  }
  await displace(store.trail, { epoch: 'of the original', cursor: 30 })
  {
    await using off = await forwardingOn(store.trail)
    expect(off.forwarding.destinations()).toMatchObject([{ cursor: store.trail.lastSeq }])
    await store.trail.append(numbered(40, 11))
  }
  await using again = await forwardingOn(await store.reopen())
  await again.forwarding.toggle({ name: 'hook', enabled: true }, OWNER, signal)
  await expect.poll(() => again.forwarding.destinations()[0]?.lagEvents).toBe(0)
  expect(numbersAt(receiver)).toEqual(upTo(50))
})

test('what was sent of a trail that ends before it now is told, once, however often the daemon starts', async () => {
  await using store = await temporaryTrail()
  await using receiver = await startReceiver()
  await store.trail.append(numbered(10))
  {
    await using first = await forwardingOn(store.trail)
    await first.forwarding.create({ settings: webhookTo(receiver), from: 'start', enable: true }, OWNER, signal)
    await expect.poll(() => first.forwarding.destinations()[0]?.lagEvents).toBe(0)
  }
  const end = store.trail.lastSeq
  await displace(store.trail, { epoch: 'of the original', cursor: 30 })
  {
    await using full = await forwardingOn(store.trail, { mayRecord: () => false })
    await expect.poll(() => full.mistakes).toHaveLength(1)
  }
  await store.trail.append(numbered(5, 11))
  for (let start = 0; start < 2; start++) {
    await using again = await forwardingOn(start === 0 ? store.trail : await store.reopen())
    await expect.poll(() => again.forwarding.destinations()[0]?.lagEvents).toBe(0)
    const context = { trail: store.trail, now: Date.now, retentionMs: () => undefined }
    const told = (await eventsAt(context, upTo(store.trail.lastSeq))).filter(
      ({ action }) => action === 'Forwarding Gap',
    )
    expect(told.map(({ details }) => details)).toEqual([
      { destination: 'hook', from: end + 1, to: 30, count: 30 - end, reason: 'rewound' },
    ])
  }
  expect(numbersAt(receiver)).toEqual(upTo(15))
})

test('in another trail, shorter than where it began, a destination begins at the end', async () => {
  await using store = await temporaryTrail()
  await using receiver = await startReceiver()
  {
    await using first = await forwardingOn(store.trail)
    await first.forwarding.create({ settings: webhookTo(receiver), enable: true }, OWNER, signal)
    await expect.poll(() => first.forwarding.destinations()[0]?.lagEvents).toBe(0)
  }
  const { records, lastSeq } = store.trail
  await records.put('destination', 'hook', { ...((await records.get('destination', 'hook')) as object), after: 1000 })
  await displace(store.trail, { trail: 'another', cursor: 1000 })
  await using again = await forwardingOn(store.trail)
  expect(again.forwarding.destinations()).toMatchObject([{ cursor: lastSeq }])
  await store.trail.append(numbered(10))
  await expect.poll(() => numbersAt(receiver)).toEqual(upTo(10))
})
