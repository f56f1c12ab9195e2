import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { SampleEvent } from '../support/sample-events.js'
import { OURS } from './contestants.js'
import type { Seen, Sent, Side } from './load-sides.js'
import { percentile, type Row } from './measure.js'
import type { Server } from './server.js'
import { row } from './store.js'

const EVENTS_PER_SECOND = 5000
const BATCH = 10
const INTERVAL_MS = (1000 * BATCH) / EVENTS_PER_SECOND
const SECONDS = 10
/** What is compiled and connected first says nothing of a daemon that has run for a while. */
const WARM_UP_MS = 3000
const READ = ['/v1/export?format=csv', '/v1/search?filter=nothing-has-this']

/**
 * A steady load. How long after its time a batch is answered, how much of that the
 * sender itself was late, and how long after the answer its events are in an open
 * subscription; then the same while an export and a free-text search run without a
 * pause. Sender, watcher and readers share the machine with the daemon.
 */
export async function load({ socket }: Server, next: () => SampleEvent): Promise<Row[]> {
  const rows: Row[] = []
  for (const busy of [false, true]) {
    const readers = busy ? READ.map((path) => start({ side: 'reader', socket, path })) : []
    const { answeredMs, lateMs, seenMs } = await steadily(socket, next)
    for (const reader of readers) await reader.terminate()
    const when = busy ? ', while exporting and searching text' : ''
    const p99 = (what: string, times: readonly number[]) =>
      rows.push(row(`${what}, 99 of 100${when}`, 'ms', 'less', new Map([[OURS, percentile(times, 0.99)]])))
    p99('answered at 5,000 events/s', answeredMs)
    p99('of that late in sending', lateMs)
    p99('from answer to tail', seenMs)
  }
  return rows
}

async function steadily(socket: string, next: () => SampleEvent) {
  const batches = Array.from({ length: (SECONDS * 1000) / INTERVAL_MS }, () => Array.from({ length: BATCH }, next))
  const bodies = batches.map((events) => JSON.stringify(events))
  const seenAt = new Map<string, number>()
  const watcher = start({ side: 'watcher', socket })
  await once(watcher, 'message')
  watcher.on('message', ({ ids, atMs }: Seen) => {
    for (const id of ids) seenAt.set(id, atMs)
  })

  const [sent] = (await once(start({ side: 'sender', socket, bodies, intervalMs: INTERVAL_MS }), 'message')) as [Sent[]]
  const measured = sent
    .map((times, i) => ({ ...times, ids: batches[i]!.map(({ id }) => id) }))
    .slice(WARM_UP_MS / INTERVAL_MS)
  while (measured.some(({ ids }) => ids.some((id) => !seenAt.has(id)))) await delay(10)
  await watcher.terminate()
  return {
    answeredMs: measured.map(({ dueMs, answeredMs }) => answeredMs - dueMs),
    lateMs: measured.map(({ dueMs, sentMs }) => sentMs - dueMs),
    seenMs: measured.flatMap(({ ids, answeredMs }) => ids.map((id) => Math.max(0, seenAt.get(id)! - answeredMs))),
  }
}

/** A failure in it ends the measurement. */
const start = (side: Side) =>
  new Worker(new URL('./load-sides.js', import.meta.url), { workerData: side }).on('error', (cause) => {
    throw cause
  })
