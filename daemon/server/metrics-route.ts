import type { Destination } from '../../protocol/destination.js'
import type { Status } from '../../protocol/request.js'
import type { Refusals } from '../access/refusals.js'
import type { IngestCounts } from '../ingest/ingest.js'
import type { Route } from './route.js'

export interface MetricsOptions {
  readonly status: (signal: AbortSignal) => Promise<Status>
  readonly counts: () => IngestCounts
  readonly refusals: Refusals['counts']
  readonly redacted: () => { readonly [rule: string]: number }
  readonly destinations: () => readonly Destination[]
  /** Whether it needs no token. */
  readonly isPublic: () => boolean
}

type Samples = readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[]

/** The figures of `status` for Prometheus (text format 0.0.4). */
export function metricsRoute({ status, counts, refusals, redacted, destinations, isPublic }: MetricsOptions): Route {
  return {
    method: 'GET',
    path: '/metrics',
    whole: true,
    get roles() {
      return isPublic() ? 'anyone' : (['owner', 'auditor'] as const)
    },
    async answer({ signal }) {
      return {
        status: 200,
        headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
        body: print(await status(signal()), counts(), refusals(), redacted(), destinations()),
      }
    },
  }
}

function print(
  now: Status,
  { calls }: IngestCounts,
  refused: ReturnType<Refusals['counts']>,
  redacted: Readonly<Record<string, number>>,
  destinations: readonly Destination[],
): string {
  const one = (value: number): Samples => [[{}, value]]
  const by = (label: string, values: Readonly<Record<string, number>>): Samples =>
    Object.entries(values).map(([name, value]) => [{ [label]: name }, value])
  const seconds = (time: string | undefined): Samples => (time === undefined ? [] : one(Date.parse(time) / 1000))
  const byDestination = (value: (destination: Destination) => number): Samples =>
    destinations.map((each) => [{ destination: each.settings.name }, value(each)])
  return [
    metric('info', 'gauge', 'What runs, and which log it keeps.', [
      [{ version: now.version, trail: now.trail, epoch: now.epoch }, 1],
    ]),
    metric('writable', 'gauge', 'Whether the disk takes writes.', one(now.state === 'ready' ? 1 : 0)),
    metric('start_time_seconds', 'gauge', 'When the daemon started.', seconds(now.startedAt)),
    metric('accepted_total', 'counter', 'Events stored since the start.', one(now.accepted)),
    metric('duplicates_total', 'counter', 'Events answered as stored before.', one(now.duplicates)),
    metric('rejected_total', 'counter', 'Items refused, by reason.', by('reason', now.rejected)),
    metric(
      'refused_total',
      'counter',
      'Requests that were not let in or not allowed, by reason.',
      by('reason', refused),
    ),
    metric('calls_total', 'counter', 'Calls of the Tracking API that leave no event, by type.', by('type', calls)),
    metric('redacted_total', 'counter', 'Values redacted before they were stored, by rule.', by('rule', redacted)),
    metric('events', 'gauge', 'Events in the trail.', one(now.events)),
    metric('last_seq', 'counter', 'The last position in the trail.', one(now.last)),
    metric('oldest_event_seconds', 'gauge', 'Timestamp of the oldest event.', seconds(now.oldest)),
    metric('newest_event_seconds', 'gauge', 'Timestamp of the newest event.', seconds(now.newest)),
    metric('clients', 'gauge', 'Open WebSocket connections.', one(now.clients)),
    metric('disk_bytes', 'gauge', 'Bytes the trail takes on disk.', one(now.diskBytes)),
    metric('resident_memory_bytes', 'gauge', 'Memory of the process.', one(now.memoryBytes)),
    metric('problems', 'gauge', 'Things that need attention; status names them.', one(now.problems.length)),
    metric(
      'forwarding_lag_events',
      'gauge',
      'Events still to come, by destination.',
      byDestination(({ lagEvents }) => lagEvents),
    ),
    metric(
      'forwarding_lag_seconds',
      'gauge',
      'Age of the oldest of them.',
      byDestination(({ lagSeconds }) => lagSeconds),
    ),
    metric(
      'forwarding_delivered_total',
      'counter',
      'Events delivered, by destination.',
      byDestination(({ counts }) => counts.delivered),
    ),
    metric(
      'forwarding_dead',
      'gauge',
      'Events given up and still in the list, by destination.',
      byDestination(({ dead }) => dead),
    ),
  ].join('')
}

function metric(name: string, type: 'gauge' | 'counter', help: string, samples: Samples): string {
  if (samples.length === 0) return ''
  const lines = samples.map(([labels, value]) => {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}=${JSON.stringify(text)}`)
    return `audit_trail_${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${value}\n`
  })
  return `# HELP audit_trail_${name} ${help}\n# TYPE audit_trail_${name} ${type}\n${lines.join('')}`
}
