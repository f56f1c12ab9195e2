import type { AuditEvent } from '#protocol/event.js'

/** An event with a value in each field, some changed. */
export function anEvent(changes: Partial<AuditEvent> = {}): AuditEvent {
  return {
    id: '01938c5e-7b3a-7000-8000-00000000000A',
    seq: 7,
    timestamp: '2026-11-20T14:30:00.000Z',
    receivedAt: '2026-11-20T14:30:01.000Z',
    workspace: 'Acme',
    action: 'Destination Filter Disabled',
    area: 'Destination Filters',
    outcome: 'success',
    actor: { type: 'user', id: 'u1', name: 'Alice Example', email: 'alice@example.com' },
    resource: { type: 'destination_filter', id: 'df_1', name: 'Drop "Permission Check"' },
    context: { ip: '10.0.4.2', userAgent: 'curl/8' },
    details: {},
    ...changes,
  }
}
