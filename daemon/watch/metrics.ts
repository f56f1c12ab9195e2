/** What `/metrics` tells of one thing. */
export interface Metric {
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly help: string
  /** Each takes few values: a version, a reason, a job, a destination; never anything a sender made up. */
  readonly labels?: readonly string[]
  /** Of a histogram: upper bounds in seconds. */
  readonly buckets?: readonly number[]
}

const DISK_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10]

/** Every metric of our own; those of the process are `prom-client`'s. Counters count since the start of the daemon, unless they say otherwise. */
export const METRICS = {
  audit_trail_info: {
    type: 'gauge',
    help: 'What runs, and which log it keeps; always 1.',
    labels: ['version', 'trail', 'epoch'],
  },
  audit_trail_start_time_seconds: { type: 'gauge', help: 'When the daemon started, Unix time.' },
  audit_trail_writable: { type: 'gauge', help: 'Whether the disk takes writes: 1 or 0.' },
  audit_trail_problems: { type: 'gauge', help: 'Things that need attention; the status names them.' },

  audit_trail_accepted_total: { type: 'counter', help: 'Events stored.' },
  audit_trail_duplicates_total: { type: 'counter', help: 'Events answered as stored before.' },
  audit_trail_rejected_total: {
    type: 'counter',
    help: 'Items of requests that were refused, by reason.',
    labels: ['reason'],
  },
  audit_trail_http_errors_total: {
    type: 'counter',
    help: 'HTTP requests that were refused whole, by reason.',
    labels: ['reason'],
  },
  audit_trail_refused_total: {
    type: 'counter',
    help: 'Requests that were not let in or not allowed, by reason.',
    labels: ['reason'],
  },
  audit_trail_redacted_total: {
    type: 'counter',
    help: 'Values redacted before they were stored, by rule of the configuration.',
    labels: ['rule'],
  },
  audit_trail_calls_total: {
    type: 'counter',
    help: 'Calls of the Tracking API that leave no event, by type.',
    labels: ['type'],
  },
  audit_trail_acknowledgement_seconds: {
    type: 'histogram',
    help: 'From a request being read to its events being on disk.',
    buckets: DISK_BUCKETS,
  },
  audit_trail_sync_seconds: {
    type: 'histogram',
    help: 'Writing a commit and waiting for its fsync.',
    buckets: DISK_BUCKETS,
  },
  audit_trail_seal_seconds: {
    type: 'histogram',
    help: 'Making a segment of 4096 events, in its thread and on disk.',
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
  },

  audit_trail_events: { type: 'gauge', help: 'Events in the trail.' },
  audit_trail_last_seq: { type: 'gauge', help: 'The last position in the trail.' },
  audit_trail_oldest_event_timestamp_seconds: { type: 'gauge', help: 'Timestamp of the oldest event.' },
  audit_trail_newest_event_timestamp_seconds: { type: 'gauge', help: 'Timestamp of the newest event.' },
  audit_trail_segments: { type: 'gauge', help: 'Sealed segments.' },
  audit_trail_unsealed_events: {
    type: 'gauge',
    help: 'Positions not yet sealed, held in memory; above 8 segments ingest waits.',
  },
  audit_trail_disk_bytes: { type: 'gauge', help: 'Bytes the trail takes on disk.' },
  audit_trail_disk_free_bytes: { type: 'gauge', help: 'Bytes the daemon may still write on that disk.' },
  audit_trail_archive_bytes: {
    type: 'gauge',
    help: 'Bytes of the archive, where there is one; looked at once a minute.',
  },

  audit_trail_clients: { type: 'gauge', help: 'Open WebSocket connections.' },
  audit_trail_connections: { type: 'gauge', help: 'Open connections, WebSockets among them.', labels: ['endpoint'] },
  audit_trail_subscriptions: { type: 'gauge', help: 'Live tails under way.' },
  audit_trail_subscription_lag_events: {
    type: 'gauge',
    help: 'Positions that the live tail furthest behind has still to look at.',
  },
  audit_trail_subscription_lag_seconds: { type: 'gauge', help: 'For how long the oldest of them has been there.' },

  audit_trail_forwarding_state: {
    type: 'gauge',
    help: '1 for the state a destination is in, 0 for the others.',
    labels: ['destination', 'state'],
  },
  audit_trail_forwarding_lag_events: {
    type: 'gauge',
    help: 'Events still to come, by destination.',
    labels: ['destination'],
  },
  audit_trail_forwarding_lag_seconds: { type: 'gauge', help: 'Age of the oldest of them.', labels: ['destination'] },
  audit_trail_forwarding_delivered_total: {
    type: 'counter',
    help: 'Events delivered since the destination was made.',
    labels: ['destination'],
  },
  audit_trail_forwarding_retries_total: {
    type: 'counter',
    help: 'Attempts after the first since the destination was made.',
    labels: ['destination'],
  },
  audit_trail_forwarding_missed_total: {
    type: 'counter',
    help: 'Events that were gone from the trail before they were sent.',
    labels: ['destination'],
  },
  audit_trail_forwarding_dead: {
    type: 'gauge',
    help: 'Events given up and still in the list, by destination.',
    labels: ['destination'],
  },

  audit_trail_job_state: {
    type: 'gauge',
    help: '1 for the state a job is in, 0 for the others.',
    labels: ['job', 'state'],
  },
  audit_trail_job_last_run_timestamp_seconds: { type: 'gauge', help: 'When a job last began.', labels: ['job'] },
  audit_trail_retention_removed_events: { type: 'gauge', help: 'Events the last complete run of retention removed.' },
  audit_trail_retention_overdue_events: {
    type: 'gauge',
    help: 'Events that may be older than the limit and are still there: held back, or due at the next run.',
  },
  audit_trail_integrity_check_timestamp_seconds: {
    type: 'gauge',
    help: 'When every segment was last read from the disk.',
  },
  audit_trail_integrity_damaged_events: { type: 'gauge', help: 'Events that could not be read then.' },
  audit_trail_backup_timestamp_seconds: { type: 'gauge', help: 'When the last backup was whole.' },
  audit_trail_clock_step_seconds: {
    type: 'gauge',
    help: 'How far the clock has stepped forward within a day; retention waits while it is not 0.',
  },
  audit_trail_certificate_expiry_timestamp_seconds: {
    type: 'gauge',
    help: 'When the TLS certificate ends, where there is one.',
  },
  audit_trail_resident_memory_bytes: { type: 'gauge', help: 'Memory of the process.' },
} as const satisfies Record<string, Metric>

export type MetricName = keyof typeof METRICS
type OfType<T extends Metric['type']> = {
  [N in MetricName]: (typeof METRICS)[N]['type'] extends T ? N : never
}[MetricName]
export type HistogramName = OfType<'histogram'>

/** Values by label; a metric that is not told now has none. */
export type Samples = readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[]
export type Figures = { readonly [N in Exclude<MetricName, HistogramName>]: Samples }
