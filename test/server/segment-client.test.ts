import { Analytics } from '@segment/analytics-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AuditEvent } from '#protocol/event.js'
import { type RunningDaemon, runDaemon } from '../support/running-daemon.js'

const EVENTS = 10_000
let running: RunningDaemon
beforeAll(async () => {
  running = await runDaemon()
})
afterAll(() => running[Symbol.asyncDispose]())

test("10,000 events from Segment's own library are stored once: in search, in the CSV and in a tail that was open meanwhile", async () => {
  const auditor = await running.token('auditor')
  const tail = await running.webSocket(auditor)
  tail.send({ id: 1, method: 'subscribe', params: { filter: 'action:"Source *"' } })
  await tail.call('count')

  const analytics = new Analytics({ writeKey: await running.token('ingest'), host: running.url, flushAt: 500 })
  const failures: unknown[] = []
  analytics.on('error', (error) => failures.push(error))
  for (let i = 0; i < EVENTS; i++) {
    analytics.track({ userId: `u${i % 50}`, event: 'Source Modified', messageId: `m${i}`, properties: { i } })
    if (i % 2000 === 1999) await analytics.flush()
  }
  await analytics.closeAndFlush()
  expect(failures).toEqual([])

  const wanted = Array.from({ length: EVENTS }, (_, i) => `m${i}`).sort()
  expect((await running.events()).map(({ id }) => id).sort()).toEqual(wanted)

  const csv = await fetch(`${running.url}/v1/export`, { headers: { authorization: `Bearer ${auditor}` } })
  const rows = (await csv.text()).trimEnd().split('\r\n').slice(1)
  expect(
    rows
      .map((row) => row.split(',').at(-1)!)
      .filter((id) => id.startsWith('m'))
      .sort(),
  ).toEqual(wanted)

  const seen = () => tail.messages.flatMap(({ events = [] }) => (events as AuditEvent[]).map(({ id }) => id))
  await tail.until(() => seen().length >= EVENTS)
  expect(seen().sort()).toEqual(wanted)
  tail.close()
})

test('identify and the calls that leave no event are taken, too', async () => {
  const analytics = new Analytics({ writeKey: await running.token('ingest'), host: running.url, flushAt: 1 })
  analytics.identify({ userId: 'ada', traits: { name: 'Ada Byron', email: 'ada@example.com' } })
  await analytics.flush()
  analytics.page({ userId: 'ada', name: 'Home' })
  analytics.group({ userId: 'ada', groupId: 'g' })
  analytics.alias({ userId: 'ada', previousId: 'a' })
  analytics.screen({ userId: 'ada', name: 'Main' })
  analytics.track({ userId: 'ada', event: 'Named', messageId: 'named' })
  await analytics.closeAndFlush()
  const [named] = (await running.events()).filter(({ id }) => id === 'named')
  expect(named).toMatchObject({
    actor: { type: 'user', id: 'ada', name: 'Ada Byron', email: 'ada@example.com' },
    context: { library: { name: '@segment/analytics-node' } },
  })
})

test('a wrong write key is told at once, without retries', async () => {
  const analytics = new Analytics({ writeKey: 'abc123', host: running.url, flushAt: 1 })
  const failed = new Promise<{ reason?: unknown }>((resolve) => analytics.once('error', resolve))
  analytics.track({ userId: 'u', event: 'Lost' })
  expect(String((await failed).reason)).toMatch(/401|Unauthorized/)
  await analytics.closeAndFlush()
})
