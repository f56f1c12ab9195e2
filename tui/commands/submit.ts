import { setTimeout as sleep } from 'node:timers/promises'
import type { WireError } from '../../protocol/error.js'
import type { Daemon } from './find-daemon.js'
import { errorOf, readText, send } from './http.js'

/** What became of the items of one submission; `index` counts them from 0. */
export interface Submitted {
  readonly accepted: number
  readonly duplicates: number
  readonly rejected: readonly { readonly index: number; readonly error: WireError }[]
}

/** What one submission may hold; the daemon's default limits, with room to spare. */
export const SUBMISSION = { maxItems: 5_000, maxBytes: 8 * 1024 * 1024 } as const

const MAX_WAIT_SECONDS = 60

/**
 * Resolves when every line (an event as JSON, none blank) that was not rejected is
 * on disk. Waits and sends again for as long as the daemon says that it is busy, which
 * it says only when it stored nothing. Throws `unavailable`, `unauthorized`, `forbidden`;
 * after `unavailable` some lines may be stored.
 */
export async function submit(
  daemon: Daemon,
  lines: readonly (string | Uint8Array)[],
  signal: AbortSignal,
): Promise<Submitted> {
  const body = Buffer.concat(lines.flatMap((line) => [typeof line === 'string' ? Buffer.from(line) : line, NEWLINE]))
  const headers = { 'content-type': 'application/x-ndjson', 'content-length': String(body.length) }
  for (;;) {
    const answer = await send(daemon, { method: 'POST', path: '/v1/events', headers, body }, signal)
    const status = answer.statusCode ?? 0
    const text = await readText(answer)
    if (status === 429 || status === 503) {
      await sleep(waitMs(answer.headers['retry-after']), undefined, { signal })
      continue
    }
    const submitted = status === 200 || status === 400 ? parseSubmitted(text) : undefined
    if (!submitted) throw errorOf(status, text)
    return submitted
  }
}

const NEWLINE = Buffer.from('\n')

const waitMs = (retryAfter: string | undefined) =>
  1000 * Math.min(MAX_WAIT_SECONDS, /^\d+$/.test(retryAfter ?? '') ? Number(retryAfter) : 1)

/** A 400 holds the same body where every item was rejected. */
function parseSubmitted(text: string): Submitted | undefined {
  try {
    const body = JSON.parse(text)
    return Array.isArray(body?.rejected) ? body : undefined
  } catch {
    return undefined
  }
}
