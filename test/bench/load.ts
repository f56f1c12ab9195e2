import { once } from 'node:events'
import { Agent } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { WebSocket } from 'ws'
import type { SampleEvent } from '../support/sample-events.js'
import { OURS } from './contestants.js'
import { percentile, type Row } from './measure.js'
import { ask, type Server } from './server.js'
import { row } from './store.js'

const EVENTS_PER_SECOND = 5000
const BATCH = 10
const SECONDS = 10
/** What is compiled and connected first says nothing of a daemon that has run for a while. */
const WARM_UP_MS = 3000
const CONNECTIONS = 16

/**
 * A steady load: a batch is due every 2 ms whatever became of those before. How
 * long after its time a batch is answered, and how long after the answer its events
 * are in an open subscription; then the same while exports and free-text counts
 * run without a pause.
 */
export async function load(measured: Server, next: () => SampleEvent): Promise<Row[]> {
  // Connections of its own, so that a batch never waits behind an export for one.
  const server = { ...measured, agent: new Agent({ keepAlive: true, maxSockets: CONNECTIONS }) }
  const rows: Row[] = []
  for (const busy of [false, true]) {
    const stopping = new AbortController()
    const others = busy ? keepBusy(measured, stopping.signal) : Promise.resolve()
    const { answeredMs, seenMs } = await steadily(server, next)
    stopping.abort()
    await others
    const when = busy ? ', while exporting and searching text' : ''
    rows.push(
      row(
        `answered at 5,000 events/s, 99 of 100${when}`,
        'ms',
        'less',
        new Map([[OURS, percentile(answeredMs, 0.99)]]),
      ),
      row(`from answer to tail, 99 of 100${when}`, 'ms', 'less', new Map([[OURS, percentile(seenMs, 0.99)]])),
    )
  }
  server.agent.destroy()
  return rows
}

async function steadily(server: Server, next: () => SampleEvent) {
  const answeredAt = new Map<string, number>()
  const seenAt = new Map<string, number>()
  const client = await subscribe(server.socket, (id) => seenAt.set(id, performance.now()))
  const answeredMs: number[] = []
  const posts: Promise<unknown>[] = []
  const start = performance.now() + 100
  for (let n = 0; n < (SECONDS * EVENTS_PER_SECOND) / BATCH; n++) {
    const due = start + (n * 1000 * BATCH) / EVENTS_PER_SECOND
    const events = Array.from({ length: BATCH }, next)
    if (performance.now() < due) await delay(due - performance.now())
    posts.push(
      ask(server, '/v1/events', JSON.stringify(events)).then(() => {
        const now = performance.now()
        if (due < start + WARM_UP_MS) return
        answeredMs.push(now - due)
        for (const { id } of events) answeredAt.set(id, now)
      }),
    )
  }
  await Promise.all(posts)
  while ([...answeredAt.keys()].some((id) => !seenAt.has(id))) await delay(10)
  client.close()
  return { answeredMs, seenMs: [...answeredAt].map(([id, at]) => Math.max(0, seenAt.get(id)! - at)) }
}

async function keepBusy(server: Server, signal: AbortSignal): Promise<void> {
  const again = async (path: string) => {
    while (!signal.aborted) await ask(server, path)
  }
  await Promise.all([again('/v1/export?format=csv'), again('/v1/search?filter=nothing-has-this')])
}

async function subscribe(socket: string, onEvent: (id: string) => void): Promise<WebSocket> {
  const client = new WebSocket(`ws+unix:${socket}:/ws`, 'audit-trail.v1.json')
  client.on('message', (data) => {
    for (const { id } of JSON.parse(data.toString()).events ?? []) onEvent(id)
  })
  await once(client, 'open')
  client.send(JSON.stringify({ id: 1, method: 'subscribe', params: {} }))
  return client
}
