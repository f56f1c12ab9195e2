import { expect, test } from 'vitest'
import { eventsAt } from '#daemon/query/events-at.js'
import type { Trail } from '#daemon/store/trail.js'
import { numbersAt, upTo, webhookTo } from '../support/forwarding.js'
import { forwardingOn } from '../support/open-forwarding.js'
import { startReceiver } from '../support/receiver.js'
import { OWNER } from '../support/tasks.js'
import { drafts, temporaryTrail } from '../support/trail.js'

const DAY_MS = 86_400_000
const { signal } = new AbortController()

async function gaps(trail: Trail) {
  const events = await eventsAt({ trail, now: Date.now, retentionMs: () => undefined }, upTo(trail.lastSeq))
  return events.filter(({ action }) => action === 'Forwarding Gap').map(({ details }) => details)
}

async function prune(trail: Trail, olderThanDays: number) {
  for await (const _ of trail.prune(Date.now() - olderThanDays * DAY_MS, signal));
}

test('events that retention took here and there are told of in one, and once, whatever happens meanwhile', async () => {
  await using store = await temporaryTrail()
  await using receiver = await startReceiver()
  receiver.always({ answer: 503 })
  await store.trail.append(
    drafts(200, (i) => ({
      resource: { id: `n-${i + 1}` },
      timestamp: new Date(Date.now() - (i % 2) * 100 * DAY_MS).toISOString(),
    })),
  )
  await prune(store.trail, 90)
  const missing = { destination: 'hook', from: 2, to: 200, count: 100, reason: 'retention' }
  {
    await using forward = await forwardingOn(store.trail)
    const { forwarding } = forward
    await forwarding.create({ settings: webhookTo(receiver), from: 'start', enable: true }, OWNER, signal)
    await receiver.until(2)
    expect(await gaps(store.trail)).toEqual([missing])
    await forwarding.update({ settings: webhookTo(receiver, { timeoutMs: 1000 }) }, OWNER, signal)
    await receiver.until(4)
  }
  const trail = await store.reopen()
  receiver.always({ answer: 200 })
  await using forward = await forwardingOn(trail)
  const { forwarding } = forward
  await expect.poll(() => forwarding.destinations()).toMatchObject([{ lagEvents: 0, missed: 100 }])
  expect(await gaps(trail)).toEqual([missing])
  expect(new Set(numbersAt(receiver))).toEqual(new Set(upTo(200).filter((n) => n % 2 === 1)))
})
