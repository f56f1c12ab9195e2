import type { DestinationType, Outcome } from '#daemon/forward/destinations/destination.js'
import type { DestinationTypeName } from '#protocol/destination.js'
import type { DestinationSettings } from '#protocol/destination-settings.js'
import type { Behaviour, Received } from '../../support/receiver.js'
import { startReceiver } from '../../support/receiver.js'
import { itemsOf } from './items.js'

export interface Sending {
  readonly name: DestinationTypeName
  readonly type: DestinationType
  readonly secrets?: readonly string[]
  readonly settings?: Partial<DestinationSettings>
  /** Goes on to the receiver's URL. */
  readonly path?: string
  readonly events?: number
  readonly now?: number
  readonly behaviour?: Behaviour
}

/** One batch to a receiver, and what that got of it. */
export async function sendOne(
  sending: Sending,
): Promise<{ readonly outcome: Outcome; readonly received: Received; readonly texts: readonly string[] }> {
  const { name, type, secrets = [], path = '', events = 1, now = Date.now(), behaviour } = sending
  await using receiver = await startReceiver()
  if (behaviour !== undefined) receiver.will(behaviour)
  const url = receiver.url + path
  const settings: DestinationSettings = {
    name: 'here',
    type: name,
    url,
    allowPrivate: ['127.0.0.1'],
    ...sending.settings,
  }
  const sender = type.open({ settings, secrets, folders: [], now: () => now })
  const items = itemsOf(type, settings, events)
  try {
    const outcome = await sender.send({ id: 'batch-1', items }, new AbortController().signal)
    return { outcome, received: receiver.received[0]!, texts: items.map(({ text }) => text) }
  } finally {
    await sender.close()
  }
}
