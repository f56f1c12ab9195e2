import type { ServerResponse } from 'node:http'
import { expect, test } from 'vitest'
import { type Asked, startAnswering } from '../support/answering.js'
import { webhookTo } from '../support/forwarding.js'
import { forwardingOn } from '../support/open-forwarding.js'
import { OWNER } from '../support/tasks.js'
import { drafts, temporaryTrail } from '../support/trail.js'

const { signal } = new AbortController()
const ok = (_: Asked, response: ServerResponse) => void response.end()

const named = (count: number, from = 1, details = {}) =>
  drafts(count, (i) => ({ resource: { id: `n-${from + i}` }, details }))

/** The numbers in a request, in their order. */
const numbersIn = ({ body }: Asked): number[] =>
  [...body.matchAll(/"resource_id":"n-(\d+)"/g)].map(([, n]) => Number(n))

const upTo = (last: number, from = 1) => Array.from({ length: last - from + 1 }, (_, i) => from + i)

test('of a batch that is refused only the events at fault are given up; all others arrive, in order', async () => {
  await using store = await temporaryTrail()
  const taken: number[] = []
  const bad = new Set([17, 333, 334])
  await using receiver = await startAnswering((asked, response) => {
    const numbers = numbersIn(asked)
    if (numbers.some((n) => bad.has(n))) return void response.writeHead(400).end('one of them is bad')
    taken.push(...numbers)
    response.end()
  })
  await store.trail.append(named(500))
  await using forward = await forwardingOn(store.trail)
  const { forwarding } = forward
  await forwarding.create({ settings: webhookTo(receiver), from: 'start', enable: true }, OWNER, signal)
  await expect.poll(() => taken.length, { timeout: 20_000 }).toBe(497)
  expect(taken).toEqual(upTo(500).filter((n) => !bad.has(n)))
  const { dead } = await forwarding.dead({ name: 'hook' }, OWNER, signal)
  expect(dead.map(({ code, message, attempts }) => ({ code, message, attempts }))).toEqual(
    Array(3).fill({ code: '400', message: expect.stringContaining('one of them is bad'), attempts: 1 }),
  )
  const { discards } = await forwarding.discards({ name: 'hook' }, OWNER, signal)
  expect(discards).toMatchObject([{ step: 'failedDelivery', code: '400', count: 3 }])
  await expect.poll(() => forwarding.destinations()[0]?.counts.failedDelivery).toBe(3)
})

test('the receiver that asks to wait is not asked again before', async () => {
  await using store = await temporaryTrail()
  await using receiver = await startAnswering((_, response) => {
    if (receiver.asked.length === 1) response.writeHead(429, { 'retry-after': '1' }).end()
    else response.end()
  })
  await store.trail.append(named(3))
  await using forward = await forwardingOn(store.trail)
  await forward.forwarding.create({ settings: webhookTo(receiver), from: 'start', enable: true }, OWNER, signal)
  await expect.poll(() => receiver.asked.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(2)
  const [first, second] = receiver.asked
  // Timers may be a millisecond early.
  expect(second!.atMs - first!.atMs).toBeGreaterThan(990)
  expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id'])
})

test('what was on its way when the daemon ended is sent again as the same array under the same id', async () => {
  await using store = await temporaryTrail()
  let answers = false
  await using receiver = await startAnswering((_, response) => {
    if (answers) response.end()
  })
  await store.trail.append(named(40))
  {
    await using first = await forwardingOn(store.trail)
    await first.forwarding.create({ settings: webhookTo(receiver), from: 'start', enable: true }, OWNER, signal)
    await expect.poll(() => receiver.asked.length).toBe(1)
    // More has come meanwhile; it must not join those.
    await store.trail.append(named(40, 41))
  }
  answers = true
  await using again = await forwardingOn(store.trail)
  await expect.poll(() => again.forwarding.destinations()[0]?.lagEvents).toBe(0)
  const [before, after, rest] = receiver.asked
  expect(after!.headers['webhook-id']).toBe(before!.headers['webhook-id'])
  expect(after!.body).toBe(before!.body)
  expect(numbersIn(rest!)).toEqual(upTo(80, 41))
})

test('one that hangs holds up no other', async () => {
  await using store = await temporaryTrail()
  await using hanging = await startAnswering(() => {})
  await using good = await startAnswering(ok)
  await using forward = await forwardingOn(store.trail)
  const { forwarding } = forward
  await forwarding.create({ settings: webhookTo(hanging, { name: 'hangs' }), enable: true }, OWNER, signal)
  await forwarding.create({ settings: webhookTo(good), enable: true }, OWNER, signal)
  for (let from = 1; from <= 1000; from += 100) await store.trail.append(named(100, from))
  await expect.poll(() => good.asked.flatMap(numbersIn)).toEqual(upTo(1000))
  await expect.poll(() => hanging.asked.length).toBe(1)
  expect(forwarding.destinations().find(({ settings }) => settings.name === 'hangs')?.counts.delivered).toBe(0)
})

test('with four in flight the place moves only past what is settled without a gap', async () => {
  await using store = await temporaryTrail()
  let release = () => {}
  await using receiver = await startAnswering((asked, response) => {
    if (numbersIn(asked).includes(1)) release = () => response.end()
    else response.end()
  })
  await store.trail.append(named(100))
  await using forward = await forwardingOn(store.trail)
  const { forwarding } = forward
  const settings = webhookTo(receiver, { inFlight: 4, maxBatchEvents: 10 })
  await forwarding.create({ settings, from: 'start', enable: true }, OWNER, signal)
  await expect.poll(() => new Set(receiver.asked.flatMap(numbersIn)).size).toBe(100)
  expect(forwarding.destinations()[0]?.cursor).toBe(0)
  release()
  await expect.poll(() => forwarding.destinations()[0]?.lagEvents).toBe(0)
  expect(receiver.asked.flatMap(numbersIn).toSorted((a, b) => a - b)).toEqual(upTo(100))
})

test('an event that is larger than the receiver takes is given up without being sent', async () => {
  await using store = await temporaryTrail()
  await using receiver = await startAnswering(ok)
  await store.trail.append([...named(1), ...named(1, 2, { text: 'x'.repeat(32_700) }), ...named(1, 3)])
  await using forward = await forwardingOn(store.trail)
  const { forwarding } = forward
  const settings = { ...webhookTo(receiver), type: 'segment' as const }
  await forwarding.create({ settings, secret: 'key', from: 'start', enable: true }, OWNER, signal)
  await expect.poll(() => forwarding.destinations()[0]?.lagEvents).toBe(0)
  expect(receiver.asked.flatMap(numbersIn)).toEqual([1, 3])
  const { dead } = await forwarding.dead({ name: 'hook' }, OWNER, signal)
  expect(dead).toMatchObject([{ seq: 2, code: 'MESSAGE_REJECTED', attempts: 0 }])
})
