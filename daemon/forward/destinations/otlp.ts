import type { OutgoingHttpHeaders } from 'node:http'
import type { Answer } from '../outbound/answer.js'
import { endpointMistake, endpointOf } from '../outbound/endpoint.js'
import { excerpt } from '../outbound/excerpt.js'
import { openHttp } from '../outbound/http.js'
import type { DestinationType, Mistake, Outcome } from './destination.js'
import { logRecordOf } from './log-record.js'
import { unsendableSecret } from './secret.js'

const MAX_BYTES = 1_000_000

const OPENING = `{"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"audit-traild"}}]},"scopeLogs":[{"scope":{"name":"audit-trail"},"logRecords":[`
const CLOSING = ']}]}]}'

/** What would change how the request itself is read. */
const NOT_A_CREDENTIAL = /^(host|connection|content-.*|transfer-encoding|te|trailer|upgrade|expect)$/i

/**
 * OTLP over HTTP, as JSON: each event is a log record. The secret, where the
 * collector wants one, is a bearer token, or a header as "X-Api-Key: value".
 */
export const otlp: DestinationType = {
  limits: () => ({
    maxEvents: 1000,
    maxBytes: MAX_BYTES - OPENING.length - CLOSING.length,
    maxEventBytes: MAX_BYTES - OPENING.length - CLOSING.length,
  }),
  mistake: (settings, secrets) =>
    endpointMistake(settings) ??
    (settings.url === undefined ? { field: 'url', problem: 'must be given, as https://host:4318' } : undefined) ??
    unsendableSecret(secrets) ??
    foreignHeader(secrets),
  encode: (payload) => JSON.stringify(logRecordOf(payload)),
  open({ settings, secrets, now }) {
    const credentials = secrets.map(credentialOf)
    const hidden = [...credentials.map(({ value }) => value), ...secrets]
    const url = endpointOf(settings.url!, '/v1/logs')
    const http = openHttp({ url, settings, secrets: hidden, now, judge: (answer) => judge(answer, hidden) })
    const headers: OutgoingHttpHeaders = { 'content-type': 'application/json' }
    const [newest] = credentials
    if (newest !== undefined) headers[newest.name] = newest.scheme + newest.value
    return {
      send: ({ items }, signal) =>
        http.post(`${OPENING}${items.map(({ text }) => text).join()}${CLOSING}`, headers, signal),
      close: http.close,
    }
  },
}

function credentialOf(secret: string) {
  const [, name, value] = /^([!#$%&'*+.^_`|~\w-]+):\s+(\S.*)$/.exec(secret) ?? []
  return name === undefined || value === undefined
    ? { name: 'authorization', scheme: 'Bearer ', value: secret }
    : { name: name.toLowerCase(), scheme: '', value }
}

function foreignHeader(secrets: readonly string[]): Mistake | undefined {
  const wrong = secrets.map(credentialOf).find(({ name }) => NOT_A_CREDENTIAL.test(name))
  return (
    wrong && { field: 'secret', problem: `must be a bearer token or "Header-Name: value"; ${wrong.name} will not do` }
  )
}

/**
 * A success that left records out: which of them it does not say, so that the batch
 * has to be taken apart. Those it took come again; `log.record.uid` tells them.
 */
function judge({ status, body }: Answer, secrets: readonly string[]): Outcome | undefined {
  if (status < 200 || status > 299) return undefined
  const { rejectedLogRecords, errorMessage } = partialSuccessIn(body)
  if (!(Number(rejectedLogRecords) > 0)) return undefined
  return { result: 'refused', code: 'MESSAGE_REJECTED', message: excerpt(String(errorMessage ?? ''), secrets) }
}

/** Its counts are int64, which JSON has as text; some write numbers. */
function partialSuccessIn(body: string): { readonly rejectedLogRecords?: unknown; readonly errorMessage?: unknown } {
  try {
    return (JSON.parse(body) as { readonly partialSuccess?: object }).partialSuccess ?? {}
  } catch {
    return {}
  }
}
