import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { TrailError } from '../../protocol/error.js'

export function isIterable(body: unknown): body is AsyncIterable<string> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body
}

/**
 * An answer's body as a stream that goes at the client's pace and is destroyed when
 * `end` is aborted, even while the client takes nothing. `onFailure` is told of a
 * failure that is not that end; either way the answer does not end cleanly.
 */
export function streamOf(body: AsyncIterable<string>, end: AbortSignal, onFailure: (error: unknown) => void): Readable {
  return Readable.from(watched(body, end, onFailure), { objectMode: false, signal: end })
}

/** Aborted when the answer's connection closes or any of `ends` is. */
export function endOf(response: ServerResponse, ends: readonly AbortSignal[]): AbortSignal {
  const controller = new AbortController()
  const abort = () => controller.abort(new TrailError('unavailable', 'Cannot go on: the connection ends'))
  for (const end of ends) end.addEventListener('abort', abort)
  response.once('close', () => {
    for (const end of ends) end.removeEventListener('abort', abort)
    abort()
  })
  if (ends.some(({ aborted }) => aborted) || response.destroyed) abort()
  return controller.signal
}

async function* watched(body: AsyncIterable<string>, end: AbortSignal, onFailure: (error: unknown) => void) {
  try {
    yield* body
  } catch (error) {
    if (!end.aborted) onFailure(error)
    throw error
  }
}
