import { parentPort } from 'node:worker_threads'
import { type SealedSegment, sealSegment } from './seal.js'
import { yieldToOtherThreads } from './thread-priority.js'
import { decodeWriteAhead } from './write-ahead.js'

/** What `sealer.ts` asks of this thread. */
export interface SealRequest {
  readonly id: number
  readonly idSeed: number
  readonly batches: readonly { readonly receivedAtMs: number; readonly seq: number; readonly value: Uint8Array }[]
}
export type SealAnswer = { readonly id: number } & ({ readonly sealed: SealedSegment } | { readonly failure: unknown })

if (parentPort !== null) yieldToOtherThreads()
parentPort?.on('message', ({ id, idSeed, batches }: SealRequest) => {
  let answer: SealAnswer
  try {
    const decoded = batches.map(({ value, ...place }) =>
      decodeWriteAhead(Buffer.from(value.buffer, value.byteOffset, value.byteLength), place),
    )
    answer = { id, sealed: sealSegment(decoded, idSeed) }
  } catch (failure) {
    answer = { id, failure }
  }
  parentPort?.postMessage(answer)
})
