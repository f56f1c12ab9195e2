import { TrailError } from './error.js'
import type { ServerMessage } from './message.js'
import type { OnProgress } from './progress.js'

type Answer = Exclude<ServerMessage, { hello: unknown }>

interface Pending {
  resolve(result: unknown): void
  reject(error: unknown): void
  readonly onProgress: OnProgress | undefined
}

/** The requests that wait for their one answer, by id. */
export class Calls {
  readonly #pending = new Map<number, Pending>()

  /** Settles with the answer to `id`; an aborted signal rejects with its reason, and the answer is ignored. */
  wait(id: number, signal: AbortSignal | undefined, onProgress?: OnProgress): Promise<unknown> {
    return new Promise<unknown>((resolve, reject) => {
      const abort = () => reject(signal!.reason)
      signal?.addEventListener('abort', abort, { once: true })
      this.#pending.set(id, {
        resolve(result) {
          signal?.removeEventListener('abort', abort)
          resolve(result)
        },
        reject(error) {
          signal?.removeEventListener('abort', abort)
          reject(error)
        },
        onProgress,
      })
    })
  }

  /** Whether the message was the answer to one of them, or told how far it is. */
  receive(message: Answer): boolean {
    const pending = this.#pending.get(message.id)
    if (pending === undefined) return false
    if ('progress' in message) {
      pending.onProgress?.(message.progress)
      return true
    }
    this.#pending.delete(message.id)
    if ('error' in message) pending.reject(TrailError.fromWire(message.error))
    else pending.resolve('result' in message ? message.result : undefined)
    return true
  }

  rejectAll(error: TrailError): void {
    for (const pending of this.#pending.values()) pending.reject(error)
    this.#pending.clear()
  }
}
