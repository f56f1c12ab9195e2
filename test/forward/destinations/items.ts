import type { DestinationType, Item } from '#daemon/forward/destinations/destination.js'
import { payloadOf } from '#daemon/forward/payload.js'
import type { DestinationSettings } from '#protocol/destination-settings.js'
import { auditEvents } from '../../support/audit-event.js'

/** So many events in the form of their receiver. */
export function itemsOf(type: DestinationType, settings: DestinationSettings, count: number): Item[] {
  return auditEvents(count).map((event) => {
    const text = type.encode(payloadOf(event, settings.eventNames ?? 'audit'), settings)
    return { seq: event.seq, messageId: event.id, text, bytes: Buffer.byteLength(text) }
  })
}
