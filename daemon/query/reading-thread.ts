import { Worker } from 'node:worker_threads'
import { TrailError } from '../../protocol/error.js'
import type { OnProgress } from '../../protocol/progress.js'
import type { Damage } from '../store/damage.js'
import type { SharedTrail } from '../store/mirror.js'
import type { FromReader, ToReader } from './read-thread.js'

/** One thread that reads, with its own handle of the database, and what it is being asked. */
export interface ReadingThread {
  tell(message: ToReader): void
  /** Sends, and waits for what comes back under the id; an abort tells the thread and rejects at once. Throws `unavailable` behind its end. */
  exchange<T>(id: number, message: ToReader, signal: AbortSignal, onProgress?: OnProgress): Promise<T>
  /** Rejects what is under way; resolves when its handle is closed. Idempotent. */
  close(): Promise<void>
}

interface Waiter {
  resolve(value: never): void
  reject(error: unknown): void
  readonly onProgress: OnProgress | undefined
}

export interface ReadingThreadOptions {
  readonly onDamage: (damage: Damage) => void
  /** Called once, where it ends without having been closed; its handle is closed by then. */
  readonly onDeath: (cause: unknown) => void
}

/**
 * An export makes much garbage, which V8 would let grow as it has no reason to hurry:
 * it takes a quarter less of private memory so. What a question really needs, 64 MB
 * of rows that lie scattered or the counts of many values, has room by far.
 */
const HEAP = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 512 } as const

/** From being asked to being ended, which closes its handle, too. */
const CLOSES_WITHIN_MS = 2000

export function startReadingThread(shared: SharedTrail, { onDamage, onDeath }: ReadingThreadOptions): ReadingThread {
  const waiting = new Map<number, Waiter>()
  let ended: TrailError | undefined
  let death: unknown
  let closing = false
  const worker = new Worker(new URL('./read-thread.js', import.meta.url), {
    name: 'read',
    workerData: shared,
    resourceLimits: HEAP,
  })
  worker.unref()
  const end = (why: string, cause?: unknown) => {
    ended ??= new TrailError('unavailable', `Cannot read: ${why}`)
    for (const { reject } of waiting.values()) reject(cause ?? ended)
    waiting.clear()
  }
  const exited = new Promise<void>((resolve) => {
    worker.once('exit', (code) => {
      end(closing ? 'the daemon is stopping or opens its data anew' : 'the reading thread is started anew', death)
      resolve()
      if (!closing) onDeath(death ?? new Error(`The reading thread ended with code ${code}`))
    })
  })
  worker.on('error', (cause) => {
    death = cause
  })
  worker.on('message', (message: FromReader) => {
    if ('damage' in message) return onDamage(message.damage)
    const waiter = waiting.get(message.id)
    if ('progress' in message) return waiter?.onProgress?.(message.progress)
    waiting.delete(message.id)
    if ('refusal' in message) waiter?.reject(TrailError.fromWire(message.refusal))
    else if ('mistake' in message) waiter?.reject(message.mistake)
    else if ('answer' in message) waiter?.resolve(message.answer as never)
    else waiter?.resolve(message as never)
  })
  const tell = (message: ToReader) => worker.postMessage(message)

  return {
    tell,
    async exchange<T>(id: number, message: ToReader, signal: AbortSignal, onProgress?: OnProgress): Promise<T> {
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
          waiting.set(id, { resolve: resolve as Waiter['resolve'], reject, onProgress })
          tell(message)
        })
      } finally {
        signal.removeEventListener('abort', leave)
      }
    },
    async close() {
      closing = true
      tell({ close: true })
      // A filter of a thousand texts may keep it busy for longer than there is time to stop in.
      const patience = setTimeout(() => void worker.terminate(), CLOSES_WITHIN_MS)
      await exited
      clearTimeout(patience)
    },
  }
}
