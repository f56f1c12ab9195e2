import type { AuditEvent } from '#protocol/event.js'

export const T0 = Date.parse('2026-11-20T14:30:00.000Z')

/** The event with that seq, a second after the one before it; `changes` go over what it has by itself. */
export function auditEvent(seq: number, changes: Partial<AuditEvent> = {}): AuditEvent {
  const actors = ['alice', 'bob', 'carol'] as const
  const name = actors[seq % 3]!
  const kinds = [
    ['Source Created', 'Sources', 'source'],
    ['Destination Filter Disabled', 'Destination Filters', 'destination_filter'],
    ['Policy Updated', 'Users', 'policy'],
    ['Warehouse Run Failed', 'Warehouses', 'warehouse'],
  ] as const
  const [action, area, type] = kinds[seq % 4]!
  const timestamp = new Date(T0 + seq * 1000).toISOString()
  return {
    id: `event-${seq}`,
    seq,
    timestamp,
    receivedAt: timestamp,
    workspace: 'acme',
    action,
    area,
    outcome: action.endsWith('Failed') ? 'failure' : 'success',
    actor: { type: 'user', id: `u-${name}`, name, email: `${name}@acme.io` },
    resource: { type, id: `r-${seq % 7}`, name: `Thing ${seq % 7}` },
    context: { ip: `10.0.0.${seq % 9}`, userAgent: 'Firefox/140.0' },
    details: { via: 'app' },
    ...changes,
  }
}

export const auditEvents = (count: number, from = 1): AuditEvent[] =>
  Array.from({ length: count }, (_, i) => auditEvent(from + i))
