import { endpointMistake, endpointOf } from '../outbound/endpoint.js'
import { openHttp } from '../outbound/http.js'
import type { DestinationType } from './destination.js'
import { missingSecret } from './secret.js'

const DEFAULT_URL = 'https://api.segment.io'
const OPENING = '{"batch":['
const CLOSING = '],"sentAt":"2026-11-20T14:30:00.000Z"}'

/** Segment's HTTP Tracking API, and whatever else takes its batches; the secret is the source's write key. */
export const segment: DestinationType = {
  limits: () => ({ maxEvents: 2500, maxBytes: 500_000 - OPENING.length - CLOSING.length, maxEventBytes: 32 * 1024 }),
  mistake: (settings, secrets) => endpointMistake(settings) ?? missingSecret(secrets, "a source's write key"),
  // Who it was may have been filtered out; without anybody it would be discarded there, and answered 200 all the same.
  encode: (payload) => JSON.stringify('userId' in payload ? payload : { ...payload, anonymousId: payload.messageId }),
  open({ settings, secrets, now }) {
    // A write key is the user of Basic authentication, its password empty.
    const basic = secrets.map((key) => Buffer.from(`${key}:`).toString('base64'))
    const url = endpointOf(settings.url ?? DEFAULT_URL, '/v1/batch')
    const http = openHttp({ url, settings, secrets: [...basic, ...secrets], now })
    const headers = { authorization: `Basic ${basic[0]}`, 'content-type': 'application/json' }
    return {
      send({ items }, signal) {
        const sentAt = new Date(now()).toISOString()
        return http.post(`${OPENING}${items.map(({ text }) => text).join()}],"sentAt":"${sentAt}"}`, headers, signal)
      },
      close: http.close,
    }
  },
}
