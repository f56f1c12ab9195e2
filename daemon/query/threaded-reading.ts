import type { OnProgress } from '../../protocol/progress.js'
import { retryDelayMs } from '../../protocol/retry.js'
import type { SharedTrail } from '../store/mirror.js'
import type { SharedReader, Trail } from '../store/trail.js'
import type { Export, Scan, ScanHead } from './context.js'
import type { Reading } from './reading.js'
import { type ReadingThread, startReadingThread } from './reading-thread.js'

export interface ThreadedReading extends Reading {
  /** Resolves when what is asked now has been answered, streams read to their end or left. */
  done(): Promise<unknown>
  /** Rejects what is under way; idempotent. */
  close(): Promise<void>
}

export interface ThreadedReadingOptions {
  readonly trail: Trail
  readonly now: () => number
  readonly retentionMs: () => number | undefined
  readonly archivePath?: () => string | undefined
  /** Told of a thread that died of a mistake. */
  readonly onDeath: (cause: unknown) => void
}

/**
 * Reading in a thread of its own, with its own handle of the database: however
 * much a question inflates and compares, the thread that ingests and tails does
 * not stall. What was acknowledged before a question was asked is in its answer.
 * Throws `unavailable` while the trail opens its data anew, or a thread that died is
 * started anew: that takes longer the more of them die without an answer.
 */
export function openThreadedReading({
  trail,
  now,
  retentionMs,
  archivePath,
  onDeath,
}: ThreadedReadingOptions): ThreadedReading {
  let deaths = 0
  let restart: NodeJS.Timeout | undefined
  const start = (shared: SharedTrail) =>
    startReadingThread(shared, {
      onDamage: (damage) => trail.noteDamage(damage),
      onDeath(cause) {
        onDeath(cause)
        deaths++
        restart = setTimeout(
          () => {
            thread = start(trail.share(reader))
          },
          retryDelayMs(deaths, 1),
        ).unref()
      },
    })
  const close = () => {
    clearTimeout(restart)
    return thread.close()
  }
  const reader: SharedReader = {
    push: (batch) => thread.tell({ batch }),
    suspend: close,
    resume(shared) {
      thread = start(shared)
    },
  }
  let thread: ReadingThread = start(trail.share(reader))
  let nextId = 1
  /** What is being asked and streams that are open. */
  const underWay = new Map<object, Promise<void>>()
  const track = (): (() => void) => {
    const name = {}
    let end = () => {}
    const ended = new Promise<void>((resolve) => {
      end = resolve
    })
    underWay.set(name, ended)
    return () => {
      underWay.delete(name)
      end()
    }
  }

  async function ask<T>(
    id: number,
    question: keyof Reading,
    params: object,
    signal: AbortSignal,
    onProgress?: OnProgress,
  ): Promise<T> {
    const ended = track()
    const answer = await thread
      .exchange<T>(
        id,
        {
          ...{ ask: id, question, params: params as never },
          progress: onProgress !== undefined,
          ...{ nowMs: now(), retentionMs: retentionMs(), archivePath: archivePath?.() },
        },
        signal,
        onProgress,
      )
      .finally(ended)
    deaths = 0
    return answer
  }

  async function* stream<T>(from: ReadingThread, id: number, signal: AbortSignal): AsyncGenerator<T> {
    const ask = () => {
      const answer = from.exchange<{ chunk: T; done: boolean }>(id, { next: id }, signal)
      // Whoever leaves before the end does not wait for it.
      answer.catch(() => {})
      return answer
    }
    const ended = track()
    try {
      // One is made while the one before is taken.
      for (let next = ask(); ; ) {
        const { chunk, done } = await next
        if (done) return
        next = ask()
        yield chunk
      }
    } finally {
      from.tell({ cancel: id })
      ended()
    }
  }
  return {
    query: (params, signal, onProgress) => ask(nextId++, 'query', params, signal, onProgress),
    count: (params, signal, onProgress) => ask(nextId++, 'count', params, signal, onProgress),
    facets: (params, signal, onProgress) => ask(nextId++, 'facets', params, signal, onProgress),
    histogram: (params, signal, onProgress) => ask(nextId++, 'histogram', params, signal, onProgress),
    async scan(params, signal): Promise<Scan> {
      const [id, from] = [nextId++, thread]
      return { ...(await ask<ScanHead>(id, 'scan', params, signal)), batches: stream(from, id, signal) }
    },
    async export(params, signal): Promise<Export> {
      const [id, from] = [nextId++, thread]
      return { ...(await ask<ScanHead>(id, 'export', params, signal)), chunks: stream(from, id, signal) }
    },
    verify: (params, signal) => ask(nextId++, 'verify', params, signal),
    done: () => Promise.all(underWay.values()),
    close,
  }
}
