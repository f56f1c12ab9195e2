import { type Answer, retryOf } from '../outbound/answer.js'
import { endpointMistake, endpointOf } from '../outbound/endpoint.js'
import { excerpt } from '../outbound/excerpt.js'
import { openHttp } from '../outbound/http.js'
import type { DestinationType, Outcome } from './destination.js'
import { missingSecret, unsendableSecret } from './secret.js'

const MAX_BYTES = 1_000_000

/** Codes of the collector that speak of the events; every other speaks of its settings, its token or its state, which may change. */
const REFUSED = new Set([5, 6, 12, 13, 15, 27])

/** Splunk's HTTP Event Collector; the secret is a token of it. What stands before an event it refuses it has indexed already. */
export const splunk: DestinationType = {
  limits: () => ({ maxEvents: 1000, maxBytes: MAX_BYTES, maxEventBytes: MAX_BYTES }),
  mistake: (settings, secrets) =>
    endpointMistake(settings) ??
    (settings.url === undefined ? { field: 'url', problem: 'must be given, as https://host:8088' } : undefined) ??
    missingSecret(secrets, "an event collector's token") ??
    unsendableSecret(secrets),
  encode(payload, { index, sourcetype = '_json' }) {
    const atMs = Date.parse(payload.timestamp)
    return JSON.stringify({
      ...(!Number.isNaN(atMs) && { time: atMs / 1000 }),
      source: 'audit-traild',
      sourcetype,
      ...(index !== undefined && { index }),
      event: payload,
    })
  },
  open({ settings, secrets, now }) {
    const url = endpointOf(settings.url!, '/services/collector/event')
    const http = openHttp({ url, settings, secrets, now, judge: (answer) => judge(answer, secrets) })
    const headers = { authorization: `Splunk ${secrets[0]}`, 'content-type': 'application/json' }
    return {
      send: ({ items }, signal) => http.post(items.map(({ text }) => text).join('\n'), headers, signal),
      close: http.close,
    }
  },
}

/** A failure that the collector itself explains, as `{"text": "Invalid data format", "code": 6}`; anything else came from between. */
function judge(answer: Answer, secrets: readonly string[]): Outcome | undefined {
  const { status, body } = answer
  if (status < 400 || status === 410) return undefined
  const code = collectorCode(body)
  if (code === undefined) return undefined
  const said = { code: String(status), message: excerpt(body, secrets) }
  return REFUSED.has(code) ? { result: 'refused', ...said } : retryOf(answer, said)
}

function collectorCode(body: string): number | undefined {
  try {
    const { code } = JSON.parse(body) as { readonly code?: unknown }
    return typeof code === 'number' ? code : undefined
  } catch {
    return undefined
  }
}
