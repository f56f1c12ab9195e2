import type { Outcome } from '../destinations/destination.js'
import { excerpt } from './excerpt.js'

/** What came back for a request. */
export interface Answer {
  readonly status: number
  /** At most 64 KiB of it. */
  readonly body: string
  readonly retryAfterMs?: number
}

/** What was asked for will not do, and never will. */
const REFUSED = new Set([400, 413, 422])

/**
 * What a status says of a batch. Only what speaks of the events themselves refuses
 * them: 401, 403, 404 and redirects say that the settings are wrong, and settings
 * can be mended.
 */
export function outcomeOf(answer: Answer, secrets: readonly string[]): Outcome {
  const { status } = answer
  if (status >= 200 && status < 300) return { result: 'delivered' }
  const redirect = status >= 300 && status < 400 ? 'redirects are not followed' : ''
  const said = { code: String(status), message: excerpt([redirect, answer.body].filter(Boolean).join(': '), secrets) }
  if (REFUSED.has(status)) return { result: 'refused', ...said }
  if (status === 410) return { result: 'gone', ...said }
  return retryOf(answer, said)
}

/** As the answer asks for it: not before its `Retry-After`. */
export function retryOf(
  { retryAfterMs }: Answer,
  said: { readonly code: string; readonly message: string },
): Outcome & { readonly result: 'retry' } {
  return { result: 'retry', ...said, ...(retryAfterMs !== undefined && { retryAfterMs }) }
}

/** Of an attempt that ended without an answer. Throws what is no failure of the network but a mistake of our own. */
export function failureOf(cause: unknown, secrets: readonly string[]): Outcome {
  const { code, message, errors } = cause as NodeJS.ErrnoException & { readonly errors?: readonly Error[] }
  // The RangeErrors and TypeErrors of Node have a code as well.
  if (code === undefined || cause instanceof TypeError || cause instanceof RangeError) throw cause
  // An AggregateError, one error for each address of the name, has no message of its own.
  return { result: 'retry', code, message: excerpt(message || (errors?.[0]?.message ?? code), secrets) }
}

/** `Retry-After` in seconds or as a date; undefined where it is neither. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined
  if (/^\d{1,10}$/.test(header)) return Number(header) * 1000
  const atMs = /^[A-Z][a-z]{2,8},? /.test(header) ? Date.parse(header) : Number.NaN
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs)
}
