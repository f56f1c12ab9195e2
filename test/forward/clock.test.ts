import { expect, test } from 'vitest'
import { eventsAt } from '#daemon/query/events-at.js'
import { numbersAt, upTo, webhookTo } from '../support/forwarding.js'
import { forwardingOn } from '../support/open-forwarding.js'
import { startReceiver } from '../support/receiver.js'
import { OWNER } from '../support/tasks.js'
import { drafts, temporaryTrail } from '../support/trail.js'

const DAY_MS = 86_400_000
const { signal } = new AbortController()
const numbered = (count: number, from = 1) => drafts(count, (i) => ({ resource: { id: `n-${from + i}` } }))

test.each([
  ['a year ahead', 365 * DAY_MS],
  ['a year behind', -365 * DAY_MS],
])('a clock that is %s makes nobody miss an event', async (_, byMs) => {
  await using store = await temporaryTrail()
  const { trail } = store
  await using receiver = await startReceiver()
  let aheadMs = 0
  await using forward = await forwardingOn(trail, { retentionMs: 90 * DAY_MS, now: () => Date.now() + aheadMs })
  const { forwarding } = forward
  await forwarding.create({ settings: webhookTo(receiver), from: 'start', enable: false }, OWNER, signal)
  await trail.append(numbered(5000))
  await trail.idle()
  await trail.append(numbered(10, 5001))
  aheadMs = byMs
  await forwarding.toggle({ name: 'hook', enabled: true }, OWNER, signal)
  await expect.poll(() => numbersAt(receiver), { timeout: 20_000 }).toEqual(upTo(5010))
  await expect.poll(() => forwarding.destinations()).toMatchObject([{ state: 'idle', missed: 0, lagSeconds: 0 }])
  const told = await eventsAt({ trail, now: Date.now, retentionMs: () => undefined }, upTo(trail.lastSeq, 5011))
  expect(told.map(({ action }) => action)).not.toContain('Forwarding Gap')
})

test('how far a destination is behind in time is told by the oldest event it has not got, also while it is turned off', async () => {
  let nowMs = Date.parse('2026-11-20T12:00:00Z')
  const now = () => nowMs
  await using store = await temporaryTrail({ now })
  await using receiver = await startReceiver()
  await using forward = await forwardingOn(store.trail, { now })
  const { forwarding } = forward
  await store.trail.append(numbered(10))
  await forwarding.create({ settings: webhookTo(receiver), from: 'start', enable: false }, OWNER, signal)
  nowMs += DAY_MS
  await store.trail.append(numbered(10))
  expect(forwarding.destinations()).toMatchObject([{ lagEvents: store.trail.lastSeq, lagSeconds: 86_400 }])
  await forwarding.toggle({ name: 'hook', enabled: true }, OWNER, signal)
  await expect.poll(() => forwarding.destinations()).toMatchObject([{ lagEvents: 0, lagSeconds: 0 }])
})
