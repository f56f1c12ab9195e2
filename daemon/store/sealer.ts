import { Worker } from 'node:worker_threads'
import type { SealedSegment } from './seal.js'
import type { SealAnswer, SealRequest } from './seal-worker.js'

/** Seals segments in a thread of its own, so that hashing and deflating never hold up ingest. */
export interface Sealer {
  seal(request: Omit<SealRequest, 'id'>): Promise<SealedSegment>
  /** What is under way is rejected. */
  close(): Promise<void>
}

export function openSealer(): Sealer {
  const waiting = new Map<number, { resolve(sealed: SealedSegment): void; reject(cause: unknown): void }>()
  let nextId = 1
  const worker = new Worker(new URL('./seal-worker.js', import.meta.url), { name: 'seal' })
  worker.unref()
  const fail = (cause: unknown) => {
    for (const { reject } of waiting.values()) reject(cause)
    waiting.clear()
  }
  worker.on('message', (answer: SealAnswer) => {
    const waiter = waiting.get(answer.id)
    waiting.delete(answer.id)
    if ('sealed' in answer) waiter?.resolve(answer.sealed)
    else waiter?.reject(answer.failure)
  })
  worker.on('error', fail)
  worker.on('exit', () => fail(new Error('Cannot seal: the sealing thread has ended')))
  return {
    seal: (request) =>
      new Promise((resolve, reject) => {
        const id = nextId++
        waiting.set(id, { resolve, reject })
        worker.postMessage({ ...request, id } satisfies SealRequest)
      }),
    async close() {
      await worker.terminate()
    },
  }
}
