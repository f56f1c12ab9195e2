import { Analytics } from '@segment/analytics-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningDaemon, runDaemon } from '../support/running-daemon.js'

let running: RunningDaemon
beforeAll(async () => {
  running = await runDaemon()
})
afterAll(() => running[Symbol.asyncDispose]())

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
