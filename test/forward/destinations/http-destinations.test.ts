import { DESTINATIONS_BY_NAME } from '#daemon/forward/destinations/by-name.js'
import { conforms } from './conformance.js'
import { startHttpReceiver } from './http-receiver.js'

interface WithId {
  readonly messageId: string
}
interface Attribute {
  readonly key: string
  readonly value: { readonly stringValue: string }
}

const idsOf = (events: readonly WithId[]) => events.map(({ messageId }) => messageId)

conforms({
  name: 'segment',
  type: DESTINATIONS_BY_NAME.segment,
  secrets: ['write-key-1234567890'],
  hidden: [Buffer.from('write-key-1234567890:').toString('base64')],
  start: (tls) => startHttpReceiver(({ body }) => ({ messageIds: idsOf(JSON.parse(body).batch) }), tls),
})

for (const segmentSignature of [false, true]) {
  conforms({
    name: 'webhook',
    type: DESTINATIONS_BY_NAME.webhook,
    secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'an older secret'],
    settings: { segmentSignature },
    start: (tls) =>
      startHttpReceiver(
        ({ body, headers }) => ({ batchId: String(headers['webhook-id']), messageIds: idsOf(JSON.parse(body)) }),
        tls,
      ),
  })
}

conforms({
  name: 'splunk',
  type: DESTINATIONS_BY_NAME.splunk,
  secrets: ['12345678-1234-1234-1234-1234567890AB'],
  start: (tls) =>
    startHttpReceiver(
      ({ body }) => ({ messageIds: idsOf(body.split('\n').map((line) => JSON.parse(line).event)) }),
      tls,
    ),
})

for (const secret of ['a-bearer-token-of-the-collector', 'X-Api-Key: value-of-the-api-key']) {
  conforms({
    name: 'otlp',
    type: DESTINATIONS_BY_NAME.otlp,
    secrets: [secret],
    hidden: [secret.replace('X-Api-Key: ', '')],
    start: (tls) => startHttpReceiver(({ body }) => ({ messageIds: uidsIn(body) }), tls),
  })
}

function uidsIn(body: string): string[] {
  const records = JSON.parse(body).resourceLogs[0].scopeLogs[0].logRecords as { attributes: Attribute[] }[]
  return records.map(({ attributes }) => attributes.find(({ key }) => key === 'log.record.uid')!.value.stringValue)
}
