import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { eventsAt } from '#daemon/query/events-at.js'
import type { Trail } from '#daemon/store/trail.js'
import { startAnswering } from '../support/answering.js'
import { upTo, webhookTo } from '../support/forwarding.js'
import { forwardingOn } from '../support/open-forwarding.js'
import { startReceiver } from '../support/receiver.js'
import { OWNER } from '../support/tasks.js'
import { drafts, temporaryTrail } from '../support/trail.js'

const { signal } = new AbortController()

/** Names of what the trail tells of forwarding, but for what somebody did. */
async function incidents(trail: Trail): Promise<string[]> {
  const events = await eventsAt({ trail, now: Date.now, retentionMs: () => undefined }, upTo(trail.lastSeq))
  return events
    .filter(({ area, actor }) => area === 'Audit Forwarding' && actor.type === 'system')
    .map(({ action }) => action)
}

test('batches that fail together are one failure: four in flight alarm no sooner than one', async () => {
  await using store = await temporaryTrail()
  const waiting: ServerResponse[] = []
  let failures = 8
  await using receiver = await startAnswering((_, response) => {
    if (failures === 0) return void response.end()
    waiting.push(response)
    // Four at once, however slow the machine is.
    if (waiting.length < 4) return
    failures -= 4
    for (const each of waiting.splice(0)) each.writeHead(503).end()
  })
  await store.trail.append(drafts(100))
  await using forward = await forwardingOn(store.trail)
  const { forwarding } = forward
  const settings = webhookTo(receiver, { inFlight: 4, maxBatchEvents: 10 })
  await forwarding.create({ settings, from: 'start', enable: true }, OWNER, signal)
  await expect.poll(() => forwarding.destinations()[0]?.lagEvents).toBe(0)
  expect(await incidents(store.trail)).toEqual([])
})

test('a receiver that is down stays so over a restart, is not told of again, and its return is', async () => {
  await using store = await temporaryTrail()
  await using receiver = await startReceiver()
  receiver.always({ answer: 503 })
  {
    await using forward = await forwardingOn(store.trail)
    const { forwarding } = forward
    await forwarding.create({ settings: webhookTo(receiver), enable: true }, OWNER, signal)
    await expect.poll(() => incidents(store.trail)).toEqual(['Audit Forwarding Failing'])
  }
  const trail = await store.reopen()
  await using forward = await forwardingOn(trail)
  const { forwarding } = forward
  await receiver.until(receiver.received.length + 10)
  expect(forwarding.destinations()).toMatchObject([{ state: 'down', failure: { code: '503' } }])
  expect(await incidents(trail)).toEqual(['Audit Forwarding Failing'])
  receiver.always({ answer: 200 })
  await expect.poll(() => incidents(trail)).toEqual(['Audit Forwarding Failing', 'Audit Forwarding Recovered'])
  await expect.poll(() => forwarding.destinations()).toMatchObject([{ state: 'idle', lagEvents: 0 }])
})
