import { once } from 'node:events'
import { WebSocket } from 'ws'
import type { SampleEvent } from '../support/sample-events.js'
import { OURS, SQLITE } from './contestants.js'
import { alternately, elapsedMs, mapValues, percentile, type Row, sum } from './measure.js'
import { ask, IN_FLIGHT, type Server } from './server.js'
import { BATCH, row } from './store.js'

type Servers = ReadonlyMap<string, Server>

const ROUNDS = 4
const TAILED = 300

/** Batches of 500 as JSON over four kept connections; server and sender share the machine. */
export const http = (servers: Servers, events: number, next: () => SampleEvent) =>
  posting('ingest through HTTP', '/v1/events', servers, events, () =>
    JSON.stringify(Array.from({ length: BATCH }, next)),
  )

/** The same as calls of the Tracking API; over the socket nobody needs a write key. */
export const httpBatch = (servers: Servers, events: number, next: () => SampleEvent) =>
  posting('the same as /v1/batch of the Tracking API', '/v1/batch', new Map([[OURS, servers.get(OURS)!]]), events, () =>
    JSON.stringify({ batch: Array.from({ length: BATCH }, () => track(next())) }),
  )

async function posting(
  what: string,
  path: string,
  servers: Servers,
  events: number,
  body: () => string,
): Promise<Row[]> {
  const batches = Math.ceil(events / BATCH / ROUNDS)
  let round = -1
  let bodies: string[] = []
  const times = await alternately(servers, ROUNDS, async (server, now) => {
    if (round !== now) bodies = Array.from({ length: batches }, body)
    round = now
    const queue = [...bodies]
    const sender = async () => {
      for (let next = queue.pop(); next !== undefined; next = queue.pop()) await ask(server, path, next)
    }
    return elapsedMs(() => Promise.all(Array.from({ length: IN_FLIGHT }, sender)))
  })
  const total = batches * BATCH * ROUNDS
  return [
    row(
      what,
      'events/s',
      'more',
      mapValues(times, (ms) => (total / sum(ms)) * 1000),
    ),
  ]
}

/** An event as Segment's libraries send it. */
const track = ({ id, timestamp, action, actor, details, context }: SampleEvent) => ({
  type: 'track',
  messageId: id,
  timestamp,
  event: action,
  userId: actor.id,
  properties: details,
  context,
})

/**
 * From posting one event to seeing it: in an open subscription, and for SQLite,
 * which tells nobody, by asking for what is new as soon as the post is answered.
 */
export async function tail(servers: Servers, next: () => SampleEvent): Promise<Row[]> {
  const [ours, sqlite] = [servers.get(OURS)!, servers.get(SQLITE)!]
  const seen = await subscribe(ours.socket)
  let last = JSON.parse(await ask(sqlite, '/?after=0')).length as number
  const look = new Map<string, (event: SampleEvent) => Promise<unknown>>([
    [OURS, (event) => Promise.all([seen(event.id), ask(ours, '/v1/events', JSON.stringify([event]))])],
    [
      SQLITE,
      async (event) => {
        await ask(sqlite, '/v1/events', JSON.stringify([event]))
        const [found] = JSON.parse(await ask(sqlite, `/?after=${last++}`))
        if (found?.id !== event.id) throw new Error(`Cannot see ${event.id}: got ${found?.id}`)
      },
    ],
  ])
  const times = await alternately(look, TAILED, (see) => {
    const event = next()
    return elapsedMs(() => see(event))
  })
  return [
    row(
      'from post to tail, median',
      'ms',
      'less',
      mapValues(times, (ms) => percentile(ms, 0.5)),
    ),
    row(
      'the same, 99 of 100',
      'ms',
      'less',
      mapValues(times, (ms) => percentile(ms, 0.99)),
    ),
  ]
}

/** Resolves with a function that waits for an event by its id. The connection ends with the server. */
async function subscribe(socket: string): Promise<(id: string) => Promise<void>> {
  const waiting = new Map<string, () => void>()
  const client = new WebSocket(`ws+unix:${socket}:/ws`, 'audit-trail.v1.json')
  client.on('message', (data) => {
    for (const { id } of JSON.parse(data.toString()).events ?? []) waiting.get(id)?.()
  })
  await once(client, 'open')
  client.send(JSON.stringify({ id: 1, method: 'subscribe', params: {} }))
  return (id) => new Promise((resolve) => waiting.set(id, resolve))
}
