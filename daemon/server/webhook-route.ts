import { createHmac, timingSafeEqual } from 'node:crypto'
import { TrailError } from '../../protocol/error.js'
import type { Caller } from '../access/caller.js'
import type { Ingest } from '../ingest/ingest.js'
import { namingOnly } from '../ingest/sources.js'
import { inTrackingTerms, readCalls } from '../ingest/tracking.js'
import { type BodyCredentials, ok, type Route } from './route.js'

/** Who a valid signature stands for. */
const SIGNER: Caller = {
  role: 'ingest',
  actor: { type: 'system', id: 'segment-webhook' },
  revoked: new AbortController().signal,
}

export interface WebhookOptions {
  readonly ingest: Ingest
  /** Shared with Segment; without one only a token opens this door. */
  readonly secret: () => string | undefined
  readonly maxItems: () => number
}

/**
 * Segment's Webhooks destination: one event, or an array of them. Segment signs the
 * first event of an array and no other, so what is longer needs a token as well.
 */
export function webhookRoute({ ingest, secret, maxItems }: WebhookOptions): Route {
  const isSigned = (request: BodyCredentials) => {
    const shared = secret()
    return shared !== undefined && hasValidSignature(request, shared)
  }
  return {
    method: 'POST',
    path: '/webhooks/segment',
    roles: ['owner', 'ingest'],
    callerIn: (request) => (isSigned(request) && eventsOf(request.json).length <= 1 ? SIGNER : undefined),
    async answer(request) {
      if (secret() !== undefined && !isSigned(request)) {
        throw new TrailError('unauthorized', 'Cannot accept the webhook: X-Signature is missing or wrong')
      }
      const calls = readCalls({ batch: eventsOf(request.json) }, undefined, maxItems())
      request.countEvents(calls.length)
      const { rejected } = await ingest.take(namingOnly(request.caller!.sources, calls), request.lane)
      // Segment discards what it gets a 4xx for and tells nobody; the trail has the rejection, and so has the answer.
      const errors = rejected.map(({ index, error }) => ({ index, error: inTrackingTerms(error) }))
      return ok(errors.length === 0 ? { success: true } : { success: true, rejected: errors })
    },
  }
}

const eventsOf = (json: unknown): readonly unknown[] => (Array.isArray(json) ? json : [json])

/**
 * Hex HMAC-SHA1 over the JSON that Segment serialised: of one event that is the body
 * as it came; of an array the first event alone, which has to be serialised again.
 */
export function hasValidSignature({ body, json, signature }: BodyCredentials, secret: string): boolean {
  if (signature === undefined || !/^[0-9a-f]{40}$/i.test(signature)) return false
  const sent = Buffer.from(signature, 'hex')
  const signed = Array.isArray(json) ? [JSON.stringify(json[0] ?? null)] : [body, JSON.stringify(json)]
  return signed.some((text) => timingSafeEqual(createHmac('sha1', secret).update(text).digest(), sent))
}
