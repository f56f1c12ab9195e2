/** An audit event as it is forwarded. */
export function forwardedEvent(type: string, details: Readonly<Record<string, unknown>> = {}) {
  return {
    type: 'track',
    event: 'Audit',
    messageId: 'api-1U3H0fs1YbtTTLBrmwZdpy1Ccqn',
    timestamp: '2026-11-24T06:48:56.000Z',
    userId: 'MNxxtIRCbe',
    properties: {
      type,
      workspace_id: 'VWDxzzIpI5',
      details: { subject: 'users/MNxxtIRCbe', resource_type: 'source', resource_id: 'k2', target: 'iOS', ...details },
    },
    context: { library: { name: 'audit-trail' } },
  }
}
