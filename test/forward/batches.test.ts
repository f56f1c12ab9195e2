import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { DestinationSettings } from '#protocol/destination-settings.js'
import { startAnswering } from '../support/answering.js'
import { webhookTo } from '../support/forwarding.js'
import { forwardingOn } from '../support/open-forwarding.js'
import { OWNER } from '../support/tasks.js'
import { drafts, temporaryTrail } from '../support/trail.js'

const { signal } = new AbortController()
const CREATED = { from: 'start', enable: true } as const

test('an array that was on its way is the same again also where a part of it has been sealed meanwhile', async () => {
  await using store = await temporaryTrail()
  let answers = true
  await using receiver = await startAnswering((_, response) => {
    if (answers) response.end()
  })
  await store.trail.append(drafts(4080))
  {
    await using first = await forwardingOn(store.trail)
    const { forwarding } = first
    await forwarding.create({ settings: webhookTo(receiver), from: 'now', enable: true }, OWNER, signal)
    await expect.poll(() => forwarding.destinations()[0]).toMatchObject({ lagEvents: 0, counts: { delivered: 1 } })
    answers = false
    // The first segment ends within this batch.
    await store.trail.append(drafts(40))
    await expect.poll(() => receiver.asked.length).toBe(2)
  }
  await store.trail.idle()
  answers = true
  await using again = await forwardingOn(await store.reopen())
  await expect.poll(() => again.forwarding.destinations()[0]?.lagEvents).toBe(0)
  const [, before, after] = receiver.asked
  expect(after!.headers['webhook-id']).toBe(before!.headers['webhook-id'])
  expect(after!.body).toBe(before!.body)
})

test('what tells of violations goes in a batch of its own where a signature covers one event', async () => {
  await using store = await temporaryTrail()
  await using receiver = await startAnswering((_, response) => void response.end())
  await store.trail.append(drafts(3, (i) => ({ resource: { id: `n-${i}` } })))
  await using forward = await forwardingOn(store.trail)
  const { forwarding } = forward
  const settings: DestinationSettings = webhookTo(receiver, {
    segmentSignature: true,
    forwardViolations: true,
    trackingPlan: {
      rules: [{ type: 'TRACK', key: 'Audit', jsonSchema: { required: ['color'] } }],
    },
  })
  await forwarding.create({ settings, secret: 'a-secret-to-sign-with', ...CREATED }, OWNER, signal)
  await expect.poll(() => forwarding.destinations()[0]?.lagEvents).toBe(0)
  const sent = receiver.asked.map(({ body }) => JSON.parse(body) as { event: string }[])
  const names = sent.map((events) => events.map(({ event }) => event))
  expect(names.slice(0, 6)).toEqual([
    ...Array(3)
      .fill([['Audit'], ['Violation Generated']])
      .flat(),
  ])
  expect(forwarding.destinations()[0]?.counts).toMatchObject({ failedDelivery: 0 })
})

test('a batch of which most is held back lets others go first', async () => {
  await using store = await temporaryTrail()
  await using receiver = await startAnswering((_, response) => void response.end())
  for (let i = 0; i < 10; i++) await store.trail.append(drafts(1000, () => ({ details: { text: 'x'.repeat(1000) } })))
  await using forward = await forwardingOn(store.trail)
  const { forwarding } = forward
  const filters = [
    { title: 'None', if: 'match(properties.details.text, "*y*")', actions: [{ type: 'ONLY_SEND' as const }] },
  ]
  const settings = webhookTo(receiver, { filters })
  await forwarding.create({ settings, ...CREATED }, OWNER, signal)
  let turns = 0
  for (; forwarding.destinations()[0]!.counts.received < 10_000; turns++) await setImmediate()
  expect(turns).toBeGreaterThan(5)
})
