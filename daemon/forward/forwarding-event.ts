import type { Actor, Change, Context, Resource } from '../../protocol/event.js'
import type { Incident } from './delivery.js'

/** What the trail itself tells of forwarding. Without an actor it is the daemon's own doing. */
export interface ForwardingEvent {
  /** Makes it one event, however often it is told. */
  readonly id?: string
  readonly action: string
  readonly actor?: Actor
  readonly context?: Context
  readonly outcome?: 'success' | 'failure'
  readonly resource: Resource
  readonly changes?: readonly Change[]
  readonly details?: Readonly<Record<string, unknown>>
}

export const resourceOf = (name: string): Resource => ({ type: 'destination', id: name, name })

const ACTION = {
  gap: 'Forwarding Gap',
  failing: 'Audit Forwarding Failing',
  recovered: 'Audit Forwarding Recovered',
  gone: 'Forwarding Destination Gone',
} as const satisfies { readonly [K in Incident['kind']]: string }

/** @param log Names the destination and the seqs that are told of. */
export function incidentEvent(name: string, log: string, { kind, ...details }: Incident): ForwardingEvent {
  const told = { action: ACTION[kind], resource: resourceOf(name), details: { destination: name, ...details } }
  if (!('from' in details)) return told
  // A gap is met again where the batch it lies in is formed again.
  const { from, to, count, reason } = details
  return { ...told, id: `forwarding-gap-${log}-${from}-${to}-${count}-${reason}` }
}
