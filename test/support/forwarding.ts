import { type Client, connect } from '#protocol/client.js'
import type { Destination } from '#protocol/destination.js'
import type { DestinationSettings } from '#protocol/destination-settings.js'
import type { AuditEvent } from '#protocol/event.js'
import type { TestDaemon } from './daemon.js'
import type { Receiver } from './receiver.js'

/** The owner, over the Unix socket. */
export const ownerOf = ({ socket }: TestDaemon): Promise<Client> => connect({ url: `unix:${socket}`, now: Date.now })

export const webhookTo = (
  { url }: Pick<Receiver, 'url'>,
  changes: Partial<DestinationSettings> = {},
): DestinationSettings => ({
  name: 'hook',
  type: 'webhook',
  url: `${url}/in?key=in-the-query`,
  allowPrivate: ['127.0.0.0/8'],
  ...changes,
})

export async function post({ sender }: TestDaemon, events: readonly object[]): Promise<void> {
  const { status, body } = await sender.post('/v1/events', JSON.stringify(events))
  if (status !== 200) throw new Error(`Cannot send: ${status} ${body}`)
}

/** Events named one, two, … by their resource. */
export const numbered = (count: number, from = 1, action = 'Source Created') =>
  Array.from({ length: count }, (_, i) => ({ action, actor: { id: 'al' }, resource: { id: `n-${from + i}` } }))

/** What a webhook received, in the order it came. */
export const payloadsAt = ({ received }: Receiver) =>
  received.flatMap(
    ({ body }) =>
      JSON.parse(body) as { messageId: string; properties: { type: string; seq: number; details: object } }[],
  )

/** The numbers of numbered events that came. */
export const numbersAt = (receiver: Receiver): number[] =>
  payloadsAt(receiver).flatMap(({ properties: { details } }) => {
    const id = (details as { resource_id?: string }).resource_id
    return id?.startsWith('n-') ? [Number(id.slice(2))] : []
  })

export const upTo = (last: number, from = 1) => Array.from({ length: last - from + 1 }, (_, i) => from + i)

export async function destination(owner: Client, name = 'hook'): Promise<Destination | undefined> {
  return (await owner.call('forward.list', {})).destinations.find(({ settings }) => settings.name === name)
}

/** What the trail tells of forwarding, oldest first. */
export async function toldOf(owner: Client): Promise<readonly AuditEvent[]> {
  return (await owner.call('query', { filter: 'area:"Audit Forwarding"', order: 'oldest', limit: 1000 })).events
}
