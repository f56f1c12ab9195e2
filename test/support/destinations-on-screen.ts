import type { DeadLetter, Destination, Discard } from '#protocol/destination.js'
import { auditEvents } from './audit-event.js'
import { type Dashboard, type DashboardOptions, openDashboard } from './dashboard.js'
import { destination } from './fake-forwarding.js'

export const DESTINATIONS: readonly Destination[] = [
  destination(
    { name: 'siem', type: 'splunk', url: 'https://splunk.acme.io:8088', index: 'audit' },
    {
      state: 'down',
      lagEvents: 12_400,
      lagSeconds: 185,
      dead: 2,
      retries: 7,
      counts: { received: 98_310, delivered: 97_103, filteredAtDestination: 1204, failedDelivery: 3 },
      failure: {
        code: '503',
        message: 'Server is busy',
        since: '2026-11-20T15:20:00.000Z',
        attempts: 7,
        nextAt: '2026-11-20T15:31:00.000Z',
      },
    },
  ),
  destination(
    {
      name: 'warehouse',
      type: 'webhook',
      url: 'https://hooks.acme.io/audit',
      filters: [{ title: 'Only send', if: 'type = "track"', actions: [{ type: 'ONLY_SEND' }], enabled: true }],
    },
    { state: 'delivering', deliveredPerSecond: Array.from({ length: 60 }, (_, i) => i) },
  ),
]

/** Events that the first of them did not take. */
export const REFUSED: readonly Discard[] = [
  {
    ...{ step: 'failedDelivery', code: '400', count: 3 },
    samples: [
      { seq: 41, at: '2026-11-20T15:20:01.000Z', message: 'no such index' },
      { seq: 42, at: '2026-11-20T15:20:02.000Z', message: 'no such index' },
    ],
  },
]
export const DEAD: readonly DeadLetter[] = [41, 42].map((seq) => ({
  ...{ seq, messageId: `m-${seq}`, at: '2026-11-20T15:20:02.000Z', code: '400', message: 'no such index' },
  attempts: 1,
}))

/** The view of forwarding, of one destination that is down and one that is well. */
export async function withDestinations(options: DashboardOptions = {}): Promise<Dashboard> {
  const dashboard = await openDashboard(auditEvents(300), { columns: 130, rows: 40, ...options })
  const { forwarding } = dashboard.daemon
  forwarding.destinations = DESTINATIONS
  forwarding.discards = REFUSED
  forwarding.dead = DEAD
  dashboard.press('6')
  await dashboard.screen.see('FORWARDING 1/2')
  return dashboard
}

/** What the daemon was asked by that method. */
export const asked = ({ daemon }: Dashboard, method: string) =>
  daemon.asked.filter((each) => each.method === method).map(({ params }) => params)
