import { createHmac } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { endpointMistake } from '../outbound/endpoint.js'
import { openHttp } from '../outbound/http.js'
import type { DestinationType, Mistake } from './destination.js'
import { missingSecret } from './secret.js'

const MAX_BYTES = 1_000_000

/**
 * A JSON array of events, signed as Standard Webhooks describe it where there is a
 * secret: with each that is live, so that a receiver may hold either while one is
 * being replaced. `webhook-id` is the batch's, the same at every attempt.
 */
export const webhook: DestinationType = {
  limits: ({ segmentSignature }) => ({
    // Segment's signature covers the first event of an array and no other.
    maxEvents: segmentSignature ? 1 : 1000,
    maxBytes: MAX_BYTES - 2,
    maxEventBytes: MAX_BYTES - 2,
  }),
  mistake: (settings, secrets) =>
    endpointMistake(settings) ??
    (settings.url === undefined ? { field: 'url', problem: 'must be given: where the webhook goes' } : undefined) ??
    (settings.segmentSignature ? missingSecret(secrets, 'it signs what is sent') : undefined) ??
    unreadableSecret(secrets),
  encode: (payload) => JSON.stringify(payload),
  open({ settings, secrets, now }) {
    const signers = secrets.map(signerWith)
    const http = openHttp({ url: new URL(settings.url!), settings, secrets, now })
    return {
      send({ id, items }, signal) {
        const body = `[${items.map(({ text }) => text).join()}]`
        const at = new Date(now())
        const headers = {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
          ...(signers.length > 0 && { 'webhook-signature': signers.map((by) => by.sign(id, at, body)).join(' ') }),
          ...(settings.segmentSignature && {
            'x-signature': createHmac('sha1', secrets[0]!).update(items[0]!.text).digest('hex'),
          }),
        }
        return http.post(body, headers, signal)
      },
      close: http.close,
    }
  },
}

/** `whsec_` and base64, or any other text, whose bytes are the key. */
function signerWith(secret: string): Webhook {
  return secret.startsWith('whsec_') ? new Webhook(secret) : new Webhook(Buffer.from(secret), { format: 'raw' })
}

function unreadableSecret(secrets: readonly string[]): Mistake | undefined {
  try {
    secrets.map(signerWith)
    return undefined
  } catch {
    return { field: 'secret', problem: 'must be whsec_ and base64, or any text that does not begin with whsec_' }
  }
}
