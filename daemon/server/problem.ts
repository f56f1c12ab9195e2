import { ERRORS, TrailError, type WireError } from '../../protocol/error.js'
import type { Answer } from './route.js'

/** When to come back: writes are refused for as long as the disk takes, a stop is over in seconds. */
const RETRY_AFTER_SECONDS = { busy: 1, unavailable: 5, 'cannot-write': 10 } as const satisfies Partial<
  Record<WireError['type'], number>
>

/** An error as a client may see it; `onMistake` is told of those that are our own. */
export function toWire(error: unknown, onMistake: (error: unknown) => void): WireError {
  if (error instanceof TrailError) return error.toWire()
  onMistake(error)
  return { type: 'internal', message: 'Cannot answer: a mistake in the daemon; it is in its log' }
}

/** `cause` may know better than its type when to come back. */
export function problem(error: WireError, cause?: unknown): Answer {
  const { status, retry } = ERRORS[error.type]
  const { retryAfterMs } = cause instanceof TrailError ? cause.options : {}
  const usual = (RETRY_AFTER_SECONDS as Partial<Record<WireError['type'], number>>)[error.type]
  const seconds = retryAfterMs === undefined ? usual : Math.max(1, Math.ceil(retryAfterMs / 1000))
  return {
    status,
    ...(retry && { headers: { 'retry-after': String(seconds ?? 1) } }),
    body: { errors: [error] },
  }
}
