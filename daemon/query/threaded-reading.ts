import { Worker } from 'node:worker_threads'
import { TrailError } from '../../protocol/error.js'
import type { Trail } from '../store/trail.js'
import type { FromReader, ToReader } from './read-thread.js'
import type { Export, Reading, Scan, ScanHead } from './reading.js'

export interface ThreadedReading extends Reading {
  /** Rejects what is under way; idempotent. */
  close(): Promise<void>
}

export interface ThreadedReadingOptions {
  readonly trail: Trail
  readonly now: () => number
  readonly retentionMs: () => number | undefined
}

interface Waiter {
  resolve(value: never): void
  reject(error: unknown): void
}

/**
 * Reading in a thread of its own, with its own handle of the database: however
 * much a question inflates and compares, the thread that ingests and tails does
 * not stall. What was acknowledged before a question was asked is in its answer.
 */
export function openThreadedReading({ trail, now, retentionMs }: ThreadedReadingOptions): ThreadedReading {
  const waiting = new Map<number, Waiter>()
  let nextId = 1
  let ended: Error | undefined
  const tell = (message: ToReader) => worker.postMessage(message)
  const shared = trail.share((batch) => tell({ batch }))
  const worker = new Worker(new URL('./read-thread.js', import.meta.url), { name: 'read', workerData: shared })
  worker.unref()
  const exited = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      end(new TrailError('unavailable', 'Cannot read: the daemon is stopping'))
      resolve()
    })
  })
  const end = (error: Error) => {
    ended ??= error
    for (const { reject } of waiting.values()) reject(ended)
    waiting.clear()
  }
  worker.on('error', end)
  worker.on('message', (message: FromReader) => {
    const waiter = waiting.get(message.id)
    waiting.delete(message.id)
    if ('refusal' in message) waiter?.reject(TrailError.fromWire(message.refusal))
    else if ('mistake' in message) waiter?.reject(message.mistake)
    else if ('answer' in message) waiter?.resolve(message.answer as never)
    else waiter?.resolve(message as never)
  })

  /** Sends, and waits for what comes back under the id; an abort tells the thread and rejects at once. */
  async function exchange<T>(id: number, message: ToReader, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted()
    if (ended !== undefined) throw ended
    const leave = () => {
      waiting.get(id)?.reject(signal.reason)
      waiting.delete(id)
      tell({ cancel: id })
    }
    signal.addEventListener('abort', leave, { once: true })
    try {
      return await new Promise<T>((resolve, reject) => {
        waiting.set(id, { resolve: resolve as Waiter['resolve'], reject })
        tell(message)
      })
    } finally {
      signal.removeEventListener('abort', leave)
    }
  }
  const ask = <T>(id: number, question: keyof Reading, params: object, signal: AbortSignal): Promise<T> =>
    exchange(id, { ask: id, question, params: params as never, nowMs: now(), retentionMs: retentionMs() }, signal)

  async function* stream<T>(id: number, signal: AbortSignal): AsyncGenerator<T> {
    try {
      for (;;) {
        const { chunk, done } = await exchange<{ chunk: T; done: boolean }>(id, { next: id }, signal)
        if (done) return
        yield chunk
      }
    } finally {
      tell({ cancel: id })
    }
  }
  return {
    query: (params, signal) => ask(nextId++, 'query', params, signal),
    count: (params, signal) => ask(nextId++, 'count', params, signal),
    facets: (params, signal) => ask(nextId++, 'facets', params, signal),
    histogram: (params, signal) => ask(nextId++, 'histogram', params, signal),
    async scan(params, signal): Promise<Scan> {
      const id = nextId++
      return { ...(await ask<ScanHead>(id, 'scan', params, signal)), batches: stream(id, signal) }
    },
    async export(params, signal): Promise<Export> {
      const id = nextId++
      return { ...(await ask<ScanHead>(id, 'export', params, signal)), chunks: stream(id, signal) }
    },
    async close() {
      tell({ close: true })
      await exited
    },
  }
}
