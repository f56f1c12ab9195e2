import { parentPort, workerData } from 'node:worker_threads'
import { TrailError, type WireError } from '../../protocol/error.js'
import type { Progress } from '../../protocol/progress.js'
import type { Damage } from '../store/damage.js'
import { openMirror, type SharedBatch, type SharedTrail } from '../store/mirror.js'
import { yieldToOtherThreads } from '../store/thread-priority.js'
import { createReading, type Reading } from './reading.js'

/** What `threaded-reading.ts` tells this thread. Times, limits and paths are those of the moment of asking. */
export type ToReader =
  | { readonly batch: SharedBatch }
  | {
      readonly ask: number
      readonly question: keyof Reading
      readonly params: never
      /** Whether to tell how far it is. */
      readonly progress: boolean
      readonly nowMs: number
      readonly retentionMs: number | undefined
      readonly archivePath: string | undefined
    }
  /** The next chunk of a stream. */
  | { readonly next: number }
  | { readonly cancel: number }
  | { readonly close: true }

export type FromReader =
  | { readonly damage: Damage }
  | { readonly id: number; readonly progress: Progress }
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly chunk: unknown; readonly done: boolean }
  | { readonly id: number; readonly refusal: WireError }
  | { readonly id: number; readonly mistake: unknown }

/** One question: how to stop it, and the rest of its stream if it has one. */
interface Asked {
  readonly stopping: AbortController
  rest?: AsyncIterator<unknown>
}

const port = parentPort
if (port !== null) {
  yieldToOtherThreads()
  const tell = (message: FromReader, transfer: readonly ArrayBuffer[] = []) => port.postMessage(message, transfer)
  const mirror = await openMirror(workerData as SharedTrail, (damage) => tell({ damage }))
  const asked = new Map<number, Asked>()
  const fail = (id: number, error: unknown) => {
    asked.delete(id)
    if (error instanceof TrailError) tell({ id, refusal: error.toWire() })
    else tell({ id, mistake: error })
  }

  const ask = async ({ ask: id, question, params, progress, ...moment }: Extract<ToReader, { ask: number }>) => {
    const { nowMs, retentionMs, archivePath } = moment
    const entry: Asked = { stopping: new AbortController() }
    asked.set(id, entry)
    const reading = createReading({
      trail: mirror,
      now: () => nowMs,
      retentionMs: () => retentionMs,
      archivePath: () => archivePath,
    })
    const onProgress = progress ? (progress: Progress) => tell({ id, progress }) : undefined
    const answer: object = await reading[question](params, entry.stopping.signal, onProgress)
    const { batches, chunks, ...head } = answer as { batches?: AsyncIterable<unknown>; chunks?: AsyncIterable<unknown> }
    const stream = batches ?? chunks
    if (stream === undefined) asked.delete(id)
    else entry.rest = stream[Symbol.asyncIterator]()
    tell({ id, answer: head })
  }
  const next = async (id: number) => {
    const entry = asked.get(id)
    if (entry?.rest === undefined) return
    const { value, done = false } = await entry.rest.next()
    if (done) asked.delete(id)
    tell({ id, chunk: value, done }, value instanceof Uint8Array ? [value.buffer as ArrayBuffer] : [])
  }
  const cancel = async (id: number) => {
    const entry = asked.get(id)
    asked.delete(id)
    entry?.stopping.abort()
    await entry?.rest?.return?.()
  }

  port.on('message', (message: ToReader) => {
    if ('batch' in message) mirror.push(message.batch)
    else if ('ask' in message) ask(message).catch((error: unknown) => fail(message.ask, error))
    else if ('next' in message) next(message.next).catch((error: unknown) => fail(message.next, error))
    else if ('cancel' in message) cancel(message.cancel).catch(() => undefined)
    else {
      for (const { stopping } of asked.values()) stopping.abort()
      void mirror.close().finally(() => port.close())
    }
  })
}
