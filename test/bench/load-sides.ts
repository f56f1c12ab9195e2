import { Agent } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { WebSocket } from 'ws'
import { monotonicMs } from './measure.js'
import { ask } from './server.js'

/**
 * One side of the load, in a thread of its own: who sends, who watches and who reads
 * must not hold each other up, or their delays would be taken for the daemon's.
 */
export type Side = { readonly socket: string } & (
  | { readonly side: 'sender'; readonly bodies: readonly string[]; readonly intervalMs: number }
  | { readonly side: 'watcher' }
  | { readonly side: 'reader'; readonly path: string }
)

/** What became of a batch, on the clock that all threads share. */
export interface Sent {
  readonly dueMs: number
  sentMs: number
  answeredMs: number
}
/** A frame of the subscription; the first one, without events, says that it has begun. */
export interface Seen {
  readonly atMs: number
  readonly ids: readonly string[]
}

const CONNECTIONS = 16

/** A batch is due every `intervalMs`, whatever became of those before. */
async function send(socket: string, bodies: readonly string[], intervalMs: number): Promise<Sent[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const start = monotonicMs() + 100
  const sent: Sent[] = []
  const posts: Promise<void>[] = []
  for (const body of bodies) {
    const batch = { dueMs: start + sent.length * intervalMs, sentMs: 0, answeredMs: 0 }
    sent.push(batch)
    while (monotonicMs() < batch.dueMs) await delay(batch.dueMs - monotonicMs())
    batch.sentMs = monotonicMs()
    posts.push(
      ask({ socket, agent }, '/v1/events', body).then(() => {
        batch.answeredMs = monotonicMs()
      }),
    )
  }
  await Promise.all(posts)
  agent.destroy()
  return sent
}

function watch(socket: string, onFrame: (seen: Seen) => void): void {
  const client = new WebSocket(`ws+unix:${socket}:/ws`, 'audit-trail.v1.json')
  client.once('open', () => client.send(JSON.stringify({ id: 1, method: 'subscribe', params: {} })))
  client.on('message', (data) => {
    const atMs = monotonicMs()
    const { events } = JSON.parse(data.toString()) as { events?: { id: string }[] }
    if (events !== undefined) onFrame({ atMs, ids: events.map(({ id }) => id) })
  })
}

async function readForEver(socket: string, path: string): Promise<never> {
  const agent = new Agent({ keepAlive: true })
  for (;;) await ask({ socket, agent }, path)
}

if (parentPort !== null) {
  const port = parentPort
  const task = workerData as Side
  if (task.side === 'sender') port.postMessage(await send(task.socket, task.bodies, task.intervalMs))
  else if (task.side === 'watcher') watch(task.socket, (seen) => port.postMessage(seen))
  else await readForEver(task.socket, task.path)
}
