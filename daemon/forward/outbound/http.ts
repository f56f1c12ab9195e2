import * as http from 'node:http'
import * as https from 'node:https'
import type { LookupFunction } from 'node:net'
import type { DestinationSettings } from '../../../protocol/destination-settings.js'
import type { Outcome } from '../destinations/destination.js'
import { type Answer, failureOf, outcomeOf, retryAfterMs } from './answer.js'
import { ADDRESS_REFUSED, guardedLookup, refusal } from './guard.js'
import { coded, limited } from './limit.js'

const MAX_ANSWER_BYTES = 64 * 1024
const DEFAULT_TIMEOUT_MS = 30_000
/** A connection nobody used for so long is not trusted to be there still. */
const MAX_IDLE_MS = 20_000

export interface HttpOptions {
  readonly url: URL
  readonly settings: Pick<DestinationSettings, 'allowPrivate' | 'ca' | 'timeoutMs'>
  /** Never to be seen in an outcome: what is sent, in each of its forms. */
  readonly secrets: readonly string[]
  readonly now: () => number
  /** What an answer says that its status does not; undefined where the status stands. */
  readonly judge?: (answer: Answer) => Outcome | undefined
}

export interface HttpSender {
  /** Resolves with what became of it; rejects with the signal's reason or a mistake of our own. */
  post(body: string, headers: http.OutgoingHttpHeaders, signal: AbortSignal): Promise<Outcome>
  /** Ends what is under way. Idempotent. */
  close(): Promise<void>
}

/** An answer, and why it broke off where it did. */
interface Received extends Answer {
  readonly broken?: unknown
}

/**
 * Posts to one URL, over connections it keeps: only to addresses the guard lets
 * through, unencrypted only within `allowPrivate`, never to where a redirect points,
 * no longer than `timeoutMs` from the first byte of the name's lookup to the last of
 * the answer. A success that breaks off is a retry: a proxy may have failed behind
 * its status, and a batch that arrives twice is known by its id, one that never
 * arrived by nothing.
 */
export function openHttp({ url, settings, secrets, now, judge }: HttpOptions): HttpSender {
  const { allowPrivate = [], ca, timeoutMs = DEFAULT_TIMEOUT_MS } = settings
  const secure = url.protocol === 'https:'
  const guard = { privateOnly: !secure }
  const barred = refusal(url.hostname, allowPrivate, guard)
  const agent = openAgent(secure, guardedLookup(allowPrivate, guard), ca)
  const ended = new AbortController()

  const attempt = async (body: string, headers: http.OutgoingHttpHeaders, signal: AbortSignal): Promise<Received> => {
    const request = (secure ? https : http).request(url, { agent, method: 'POST', headers, signal })
    // What fails after the answer has begun shows in the answer; without a listener it would be thrown.
    request.on('error', () => {})
    try {
      const answered = answerTo(request)
      request.end(body)
      const response = await answered
      const waitMs = retryAfterMs(response.headers['retry-after'], now())
      const head = { status: response.statusCode!, ...(waitMs !== undefined && { retryAfterMs: waitMs }) }
      return { ...head, ...(await readBody(response)) }
    } catch (cause) {
      // The receiver closed a kept connection while the request was on its way to it.
      const stale =
        request.reusedSocket && ['ECONNRESET', 'EPIPE'].includes((cause as NodeJS.ErrnoException).code ?? '')
      if (stale && !signal.aborted) return attempt(body, headers, signal)
      throw cause
    }
  }

  return {
    async post(body, headers, signal) {
      signal.throwIfAborted()
      if (ended.signal.aborted) throw new Error('Cannot send: the sender is closed')
      if (barred !== undefined) {
        return { result: 'retry', code: ADDRESS_REFUSED, message: `Cannot connect: ${barred}` }
      }
      const limit = limited(signal, ended.signal, timeoutMs)
      const size = { 'content-length': Buffer.byteLength(body), 'user-agent': 'audit-traild' }
      try {
        const received = await attempt(body, { ...size, ...headers }, limit.signal)
        if (received.broken !== undefined) signal.throwIfAborted()
        const outcome = judge?.(received) ?? outcomeOf(received, secrets)
        if (outcome.result !== 'delivered' || received.broken === undefined) return outcome
        throw received.broken
      } catch (cause) {
        signal.throwIfAborted()
        return failureOf(limit.signal.aborted ? limit.signal.reason : cause, secrets)
      } finally {
        limit.release()
      }
    },
    async close() {
      ended.abort(coded('ECONNABORTED', 'the sender was closed'))
      agent.destroy()
    },
  }
}

function openAgent(secure: boolean, lookup: LookupFunction, ca: string | undefined): http.Agent {
  const kept = { keepAlive: true, timeout: MAX_IDLE_MS, lookup }
  if (!secure) return new http.Agent(kept)
  // Said outright: a variable in the environment could turn it off for all.
  return new https.Agent({ ...kept, rejectUnauthorized: true, ...(ca !== undefined && { ca }) })
}

/** Rejects, too, where the connection ends without a word: after an upgrade nobody asked for there is no error. */
function answerTo(request: http.ClientRequest): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve).once('error', reject)
    request.once('close', () => reject(coded('ECONNRESET', 'the connection was closed without an answer')))
  })
}

/** Leaving the loop early closes the connection, whatever there was still to come. */
async function readBody(response: http.IncomingMessage): Promise<{ readonly body: string; readonly broken?: unknown }> {
  const chunks: Buffer[] = []
  let bytes = 0
  const body = () => Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES).toString()
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length
      chunks.push(chunk)
      if (bytes >= MAX_ANSWER_BYTES) break
    }
    return { body: body() }
  } catch (broken) {
    return { body: body(), broken }
  }
}
