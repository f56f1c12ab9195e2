import { expect, test } from 'vitest'
import { openJobs } from '#daemon/jobs/jobs.js'
import { retentionJob } from '#daemon/jobs/retention.js'
import { openTaskRunner } from '#daemon/jobs/task-runner.js'
import { eventsAt } from '#daemon/query/events-at.js'
import type { Trail } from '#daemon/store/trail.js'
import { numbersAt, upTo, webhookTo } from '../support/forwarding.js'
import { forwardingOn } from '../support/open-forwarding.js'
import { startReceiver } from '../support/receiver.js'
import { OWNER } from '../support/tasks.js'
import { drafts, temporaryTrail } from '../support/trail.js'

const DAY_MS = 86_400_000
const { signal } = new AbortController()

/** What the trail tells of forwarding, but for what somebody did. */
async function incidents(trail: Trail) {
  const events = await eventsAt({ trail, now: Date.now, retentionMs: () => undefined }, upTo(trail.lastSeq))
  return events.filter(({ area, actor }) => area === 'Audit Forwarding' && actor.type === 'system')
}

const numberedDrafts = (count: number, from: number, ageDays = 0) =>
  drafts(count, (i) => ({
    resource: { id: `n-${from + i}` },
    timestamp: new Date(Date.now() - ageDays * DAY_MS).toISOString(),
  }))

test('a receiver that fails is told of once, at the fifth failure in a row, and once when it is back; until then status says so', async () => {
  await using store = await temporaryTrail()
  const { trail } = store
  await using receiver = await startReceiver()
  await using forward = await forwardingOn(trail)
  const { forwarding } = forward
  await forwarding.create({ settings: webhookTo(receiver), enable: true }, OWNER, signal)
  await expect.poll(() => forwarding.destinations()[0]?.state).toBe('idle')

  receiver.will(...Array(4).fill({ answer: 500 }))
  await trail.append(numberedDrafts(1, 1))
  await expect.poll(() => numbersAt(receiver).length).toBe(5)
  expect(await incidents(trail)).toEqual([])

  receiver.always({ answer: 503 })
  await trail.append(numberedDrafts(1, 2))
  await expect
    .poll(() => forwarding.problems())
    .toEqual([expect.stringMatching(/^Forwarding to "hook" is down since .*: 503 /)])
  await receiver.until(receiver.received.length + 20)
  receiver.always({ answer: 200 })
  await expect.poll(() => forwarding.destinations()[0]).toMatchObject({ state: 'idle', lagEvents: 0 })
  expect(forwarding.problems()).toEqual([])
  const resource = { type: 'destination', id: 'hook' }
  expect(await incidents(trail)).toMatchObject([
    { action: 'Audit Forwarding Failing', outcome: 'failure', resource, details: { code: '503' } },
    { action: 'Audit Forwarding Recovered', outcome: 'success', resource, details: { downMs: expect.any(Number) } },
  ])
  expect(forward.mistakes).toEqual([])
})

test('a receiver that wants nothing any more turns its destination off, also after a restart, until somebody turns it on', async () => {
  await using store = await temporaryTrail()
  await using receiver = await startReceiver()
  receiver.will({ answer: 410 })
  {
    await using forward = await forwardingOn(store.trail)
    const { forwarding } = forward
    await forwarding.create({ settings: webhookTo(receiver), enable: true }, OWNER, signal)
    await store.trail.append(numberedDrafts(1, 1))
    await expect.poll(() => forwarding.destinations()[0]).toMatchObject({ state: 'gone', enabled: false })
    expect(await incidents(store.trail)).toMatchObject([
      { action: 'Forwarding Destination Gone', details: { destination: 'hook', code: '410' } },
    ])
  }
  const trail = await store.reopen()
  await using forward = await forwardingOn(trail)
  const { forwarding } = forward
  expect(forwarding.destinations()).toMatchObject([{ state: 'gone', enabled: false, failure: { code: '410' } }])
  expect(forwarding.problems()).toEqual([expect.stringContaining('wants nothing any more')])
  await forwarding.toggle({ name: 'hook', enabled: true }, OWNER, signal)
  await expect.poll(() => numbersAt(receiver)).toContain(1)
  await expect.poll(() => forwarding.destinations()[0]?.lagEvents).toBe(0)
  expect(forwarding.problems()).toEqual([])
})

async function retention(trail: Trail, forwarding: Awaited<ReturnType<typeof forwardingOn>>['forwarding']) {
  const { records } = trail
  const runner = await openTaskRunner({ records, now: Date.now, onEnd() {} })
  const job = retentionJob({
    ...{ trail, now: Date.now, uptimeMs: () => 0, clockDoubtMs: () => 0, archive: () => undefined },
    retentionMs: () => 90 * DAY_MS,
    holds: forwarding.holds,
  })
  const jobs = await openJobs({
    jobs: [{ ...job, schedule: '0 0 1 1 *' }],
    runner,
    records,
    now: Date.now,
    onStop() {},
  })
  await expect.poll(() => jobs.list()[0]?.state).toBe('idle')
  return jobs
}

test('retention waits for what a destination has not delivered, as long as it was told to, and says for whom; then it goes', async () => {
  await using store = await temporaryTrail()
  const { trail } = store
  await trail.append(numberedDrafts(5000, 1, 120))
  await trail.append(numberedDrafts(10, 5001, 93))
  await trail.append(numberedDrafts(10, 5011))
  await trail.idle()
  await using receiver = await startReceiver()
  await using forward = await forwardingOn(trail, { retentionMs: 90 * DAY_MS })
  const { forwarding } = forward
  const settings = webhookTo(receiver, { holdRetentionMs: 7 * DAY_MS })
  await forwarding.create({ settings, from: 'start' }, OWNER, signal)

  const jobs = await retention(trail, forwarding)
  expect(jobs.list()[0]?.message).toBe('removed 5,000 events older than 90d; up to 10 wait for the forwarding to hook')
  await forwarding.toggle({ name: 'hook', enabled: true }, OWNER, signal)
  await expect.poll(() => forwarding.destinations()[0]).toMatchObject({ state: 'idle', missed: 5000 })
  expect(numbersAt(receiver)).toEqual(upTo(5020, 5001))
  expect(await incidents(trail)).toMatchObject([
    { action: 'Forwarding Gap', details: { from: 1, to: 5000, count: 5000, reason: 'retention' } },
  ])

  expect((await jobs.run('retention', { confirm: false })).message).toBe('removed 10 events older than 90d')
  await jobs.close()
})

test('without being told to, retention waits for nobody, and the destination tells what it missed', async () => {
  await using store = await temporaryTrail()
  const { trail } = store
  await trail.append(numberedDrafts(10, 1, 93))
  await trail.append(numberedDrafts(10, 11))
  await using receiver = await startReceiver()
  receiver.always('hang')
  await using forward = await forwardingOn(trail, { retentionMs: 90 * DAY_MS })
  const { forwarding } = forward
  await forwarding.create({ settings: webhookTo(receiver), enable: true, from: 'start' }, OWNER, signal)
  const jobs = await retention(trail, forwarding)
  expect(jobs.list()[0]?.message).toBe('removed 10 events older than 90d')
  // What is on its way is in memory, and told of once it is read anew.
  await forwarding.toggle({ name: 'hook', enabled: false }, OWNER, signal)
  await forwarding.toggle({ name: 'hook', enabled: true }, OWNER, signal)
  await expect.poll(() => incidents(trail)).toHaveLength(1)
  expect(await incidents(trail)).toMatchObject([{ action: 'Forwarding Gap', details: { from: 1, to: 10, count: 10 } }])
  await jobs.close()
})
