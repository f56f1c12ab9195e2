import { expect, test } from 'vitest'
import { startDaemon } from '../support/daemon.js'
import { destination, numbered, ownerOf, post } from '../support/forwarding.js'
import { type MoodyReceiver, startMoodyReceiver } from '../support/moody-receiver.js'
import { seededRandom } from '../support/random.js'

const EVENTS = Number(process.env.FORWARD_EVENTS ?? 100_000)
const KILLS = 20
const POSTED_AT_ONCE = 500
const SEED = Number(process.env.SEED ?? Date.now() % 1e6)

interface Sent {
  readonly messageId: string
  readonly properties: { readonly seq: number; readonly details: { readonly resource_id?: string } }
}

/** The events of a request: a webhook's array or a batch of Segment's. */
const sentIn = (body: string): readonly Sent[] => {
  const content = JSON.parse(body)
  return Array.isArray(content) ? content : content.batch
}

test(`${EVENTS} events reach receivers that fail in every way, in order, while the daemon is killed ${KILLS} times`, async () => {
  console.log(`seed ${SEED}`)
  const random = seededRandom(SEED)
  await using daemon = await startDaemon()
  await using moody = await startMoodyReceiver(random, 0.3)
  await using segment = await startMoodyReceiver(random, 0.15)
  await using good = await startMoodyReceiver(random, 0)
  const receivers = { moody, segment, good }
  const owner = await ownerOf(daemon)
  for (const [name, { url }] of Object.entries(receivers)) {
    const settings = {
      name,
      type: name === 'segment' ? ('segment' as const) : ('webhook' as const),
      url,
      allowPrivate: ['127.0.0.0/8'],
      timeoutMs: 1000,
    }
    await owner.call('forward.create', { settings, secret: 'a-secret-to-sign-with', from: 'start', enable: true })
  }
  await owner.close()

  const every = Math.floor(EVENTS / KILLS)
  for (let sent = 0, kills = 0; sent < EVENTS; sent += POSTED_AT_ONCE) {
    await post(daemon, numbered(POSTED_AT_ONCE, sent + 1))
    if (sent >= (kills + 0.5) * every) {
      kills++
      await daemon.restart('SIGKILL')
    }
  }

  const watcher = await ownerOf(daemon)
  const { last } = await watcher.call('status', {})
  for (const name of Object.keys(receivers)) {
    await expect
      .poll(async () => (await destination(watcher, name))?.cursor, { timeout: 240_000, interval: 200 })
      .toBeGreaterThanOrEqual(last)
    expect(await destination(watcher, name)).toMatchObject({ dead: 0, missed: 0 })
  }
  await watcher.close()
  for (const [name, receiver] of Object.entries(receivers)) {
    expect([name, inOrder(receiver)]).toEqual([name, { backward: 0, missing: 0, named: 0 }])
    expect([name, arraysOfIds(receiver)]).toEqual([name, []])
  }
}, 400_000)

/** Of what was taken: how often an event came before an earlier one had, how many of those sent never came, and how many came under two names. */
function inOrder({ arrivals }: MoodyReceiver) {
  const named = new Map<number, string>()
  const ids = new Set<string>()
  const numbers = new Set<string>()
  let [highest, backward, twice] = [0, 0, 0]
  for (const { body, isTaken } of arrivals) {
    if (!isTaken) continue
    for (const { messageId, properties } of sentIn(body)) {
      const { seq, details } = properties
      if ((named.get(seq) ?? messageId) !== messageId) twice++
      // For the first time, though a later one was taken already.
      if (!ids.has(messageId) && seq < highest) backward++
      named.set(seq, messageId)
      ids.add(messageId)
      highest = Math.max(highest, seq)
      if (details.resource_id?.startsWith('n-')) numbers.add(details.resource_id)
    }
  }
  return { backward, missing: EVENTS - numbers.size, named: twice }
}

/** Ids of webhooks under which more than one array came. */
function arraysOfIds({ arrivals }: MoodyReceiver): string[] {
  const bodies = new Map<string, Set<string>>()
  for (const { headers, body } of arrivals) {
    const id = headers['webhook-id']
    if (typeof id === 'string') bodies.set(id, (bodies.get(id) ?? new Set()).add(body))
  }
  return [...bodies].filter(([, all]) => all.size > 1).map(([id]) => id)
}
