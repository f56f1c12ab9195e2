import { TrailError } from '../../protocol/error.js'
import type { BrowseName } from '../model/browse.js'
import type { Message } from '../model/message.js'

export interface AskingOptions {
  /** Ends everything under way. */
  readonly signal: AbortSignal
  send(message: Message): void
  /** A mistake of ours in what runs beside the loop. */
  onMistake(error: unknown): void
}

/** What is under way, by name: what is asked anew aborts what was asked before. */
export interface Asking {
  /** For what tells its failure itself. */
  start(name: string): AbortSignal
  stop(name: string): void
  /** A failure is told with the name, and the view it was asked for. */
  ask(name: string, work: (signal: AbortSignal) => Promise<void>, of?: BrowseName): void
}

export function newAsking({ signal, send, onMistake }: AskingOptions): Asking {
  const running = new Map<string, AbortController>()

  const start = (name: string): AbortSignal => {
    running.get(name)?.abort()
    const controller = new AbortController()
    running.set(name, controller)
    return AbortSignal.any([signal, controller.signal])
  }
  return {
    start,
    stop: (name) => running.get(name)?.abort(),
    ask(name, work, of) {
      const current = start(of === undefined ? name : `${name} of ${of}`)
      work(current).catch((error: unknown) => {
        if (current.aborted) return
        if (!(error instanceof TrailError)) onMistake(error)
        else if (name === 'follow' && error.type === 'unknown-cursor') send({ type: 'another-trail' })
        else {
          const passing = error.type === 'unavailable'
          send({ type: 'failed', asked: name, ...(of && { of }), message: error.message, passing })
        }
      })
    },
  }
}
