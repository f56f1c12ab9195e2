import { once } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { openDeadLetters } from '#daemon/forward/dead-letters.js'
import { DESTINATIONS_BY_NAME } from '#daemon/forward/destinations/by-name.js'
import { openDelivery } from '#daemon/forward/open-delivery.js'
import type { Trail } from '#daemon/store/trail.js'
import type { DestinationSettings } from '#protocol/destination-settings.js'
import type { SampleEvent } from '../support/sample-events.js'
import { openBenchTrail } from './bench-trail.js'
import { OURS } from './contestants.js'
import { alternately, elapsedMs, type Row, sum } from './measure.js'
import { BATCH, row } from './store.js'

const ROUNDS = 5
/** Nobody listens there. */
const DEAD_URL = 'http://127.0.0.1:9/'

const soon = () => new Promise((resolve) => setTimeout(resolve, 5))

const RECEIVER = `
const { createServer } = require('node:http')
const { parentPort } = require('node:worker_threads')
createServer((request, response) => request.on('end', () => response.end()).resume())
  .listen(0, '127.0.0.1', function () { parentPort.postMessage(this.address().port) })`

/** How fast what is there goes out to a receiver that takes everything at once; and what a destination that is dead costs the ingest. */
export async function forward(folder: string, events: number, next: () => SampleEvent): Promise<Row[]> {
  const receiver = new Worker(RECEIVER, { eval: true })
  const [port] = (await once(receiver, 'message')) as [number]
  const trail = await openBenchTrail(join(folder, 'forward'))
  const batches = Math.ceil(events / BATCH / ROUNDS / 2)
  const append = async () => {
    const drafts = Array.from({ length: batches }, () => Array.from({ length: BATCH }, next))
    return elapsedMs(async () => {
      for (const batch of drafts) await trail.append(batch)
      await trail.idle()
    })
  }
  await append()
  const besideDead = async () => {
    const dead = await deliveryTo(trail, { name: 'dead', type: 'webhook', url: DEAD_URL })
    // What it costs to find that out is no part of it.
    while (dead.standing().failure === undefined) await soon()
    const ms = await append()
    await dead.close()
    return ms
  }
  const times = await alternately(
    new Map([
      ['alone', append],
      ['beside', besideDead],
    ]),
    ROUNDS,
    (measured) => measured(),
  )
  const sent = trail.lastSeq
  const settings = { name: 'fast', type: 'webhook', url: `http://127.0.0.1:${port}/`, filters: FILTERS } as const
  const sentMs = await elapsedMs(async () => {
    const delivery = await deliveryTo(trail, settings)
    while (delivery.standing().cursor < sent) await soon()
    await delivery.close()
  })
  await trail.close()
  await receiver.terminate()
  const ours = (value: number) => new Map([[OURS, value]])
  const perSecond = (which: string) => (batches * BATCH * ROUNDS * 1000) / sum(times.get(which)!)
  return [
    row('forwarded through a filter to a webhook', 'events/s', 'more', ours((sent / sentMs) * 1000)),
    row('ingest by the store, alone', 'events/s', 'more', ours(perSecond('alone'))),
    row('the same beside a dead destination', 'events/s', 'more', ours(perSecond('beside'))),
  ]
}

const FILTERS: NonNullable<DestinationSettings['filters']> = [
  { title: 'Failures', if: 'match(properties.type, "No such *")', actions: [{ type: 'DROP' }] },
]

const deliveryTo = async (trail: Trail, settings: DestinationSettings) =>
  openDelivery({
    settings: { allowPrivate: ['127.0.0.0/8'], ...settings },
    enabled: true,
    secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    type: DESTINATIONS_BY_NAME[settings.type],
    folders: [],
    trail,
    records: trail.records,
    deadLetters: await openDeadLetters(trail.records),
    after: 0,
    now: Date.now,
    random: Math.random,
    onIncident: async () => {},
    onMistake: (error) => {
      throw error
    },
  })
