import type { Actor, Change, Resource } from '../../protocol/event.js'
import type { Incident } from './delivery.js'

/** What the trail itself tells of forwarding. Without an actor it is the daemon's own doing. */
export interface ForwardingEvent {
  readonly action: string
  readonly actor?: Actor
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

export function incidentEvent(name: string, { kind, ...details }: Incident): ForwardingEvent {
  return { action: ACTION[kind], resource: resourceOf(name), details: { destination: name, ...details } }
}
