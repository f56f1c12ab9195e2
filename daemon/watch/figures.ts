import { statfs } from 'node:fs/promises'
import { DESTINATION_STATES, type Destination } from '../../protocol/destination.js'
import { JOB_STATES, type JobInfo } from '../../protocol/request.js'
import type { Followers } from '../follow/followers.js'
import { waitingSinceMs } from '../forward/waiting-since.js'
import type { Ingest } from '../ingest/ingest.js'
import type { Backups } from '../jobs/backups.js'
import type { Jobs } from '../jobs/jobs.js'
import type { Reading } from '../query/reading.js'
import { folderBytes } from '../store/folder-bytes.js'
import type { Trail } from '../store/trail.js'
import type { Figures, Samples } from './metrics.js'

export interface FigureParts {
  readonly trail: Trail
  readonly reading: Reading
  readonly ingest: Pick<Ingest, 'counts'>
  readonly followers: Pick<Followers, 'count' | 'lastPosition'>
  readonly jobs: Pick<Jobs, 'list' | 'completed'>
  readonly backups: Pick<Backups, 'lastAtMs'>
  readonly destinations: () => readonly Destination[]
  readonly problems: () => readonly string[]
  readonly retentionMs: () => number | undefined
  readonly archivePath: () => string | undefined
  readonly clockStepMs: () => number
  readonly redacted: () => { readonly [rule: string]: number }
  /** Undefined where there is no TLS. */
  readonly certificateExpiresAtMs: () => number | undefined
  readonly memoryBytes: () => number
  readonly now: () => number
  readonly dataPath: string
  readonly version: string
  readonly startedAtMs: number
}

/** What the server knows. */
export interface DoorFigures {
  readonly clients: number
  readonly connections: { readonly [endpoint: string]: number }
  readonly httpErrors: { readonly [reason: string]: number }
  readonly refused: { readonly [reason: string]: number }
}

const ARCHIVE_EVERY_MS = 60_000

/** Asks all parts, one that cannot answer now left out: it is in trouble that somebody looks at these figures. */
export function createFigures(parts: FigureParts): (door: DoorFigures, signal: AbortSignal) => Promise<Figures> {
  const { trail, reading, ingest, followers, jobs, backups, destinations, now } = parts
  const archiveBytes = archiveSize(parts.archivePath)
  const edge = async (order: 'oldest' | 'newest', signal: AbortSignal) => {
    const { events } = await reading.query({ order, limit: 1 }, signal)
    return events[0] === undefined ? undefined : Date.parse(events[0].timestamp)
  }

  return async (door, signal) => {
    const [oldestMs, newestMs, diskBytes, freeBytes, archived] = await Promise.all([
      orUndefined(edge('oldest', signal)),
      orUndefined(edge('newest', signal)),
      orUndefined(trail.diskBytes()),
      orUndefined(statfs(parts.dataPath).then(({ bavail, bsize }) => bavail * bsize)),
      orUndefined(archiveBytes()),
    ])
    const { accepted, duplicates, rejected, calls } = ingest.counts()
    const retentionMs = parts.retentionMs()
    const overdue = retentionMs === undefined ? 0 : trail.prunable(now() - retentionMs)
    const position = followers.lastPosition ?? trail.lastSeq
    const lag = Math.max(0, trail.lastSeq - position)
    const lagSeconds = lag === 0 ? 0 : Math.max(0, now() - waitingSinceMs(trail, position)) / 1000
    const scrub = jobs.completed('scrub')
    const all = destinations()
    const allJobs = jobs.list()
    return {
      audit_trail_info: [[{ version: parts.version, trail: trail.id, epoch: trail.epoch }, 1]],
      audit_trail_start_time_seconds: time(parts.startedAtMs),
      audit_trail_writable: one(trail.writable ? 1 : 0),
      audit_trail_problems: one(parts.problems().length),
      audit_trail_accepted_total: one(accepted),
      audit_trail_duplicates_total: one(duplicates),
      audit_trail_rejected_total: by('reason', rejected),
      audit_trail_http_errors_total: by('reason', door.httpErrors),
      audit_trail_refused_total: by('reason', door.refused),
      audit_trail_redacted_total: by('rule', parts.redacted()),
      audit_trail_calls_total: by('type', calls),
      audit_trail_events: one(trail.events),
      audit_trail_last_seq: one(trail.lastSeq),
      audit_trail_oldest_event_timestamp_seconds: time(oldestMs),
      audit_trail_newest_event_timestamp_seconds: time(newestMs),
      audit_trail_segments: one(trail.segments),
      audit_trail_unsealed_events: one(trail.unsealed),
      audit_trail_disk_bytes: one(diskBytes),
      audit_trail_disk_free_bytes: one(freeBytes),
      audit_trail_archive_bytes: one(archived),
      audit_trail_clients: one(door.clients),
      audit_trail_connections: by('endpoint', door.connections),
      audit_trail_subscriptions: one(followers.count),
      audit_trail_subscription_lag_events: one(lag),
      audit_trail_subscription_lag_seconds: one(lagSeconds),
      ...forwarding(all),
      ...jobFigures(allJobs),
      audit_trail_retention_removed_events: one(jobs.completed('retention')?.values.removed),
      audit_trail_retention_overdue_events: one(overdue),
      audit_trail_integrity_check_timestamp_seconds: time(scrub?.endedAtMs),
      audit_trail_integrity_damaged_events: one(scrub?.values.damaged),
      audit_trail_backup_timestamp_seconds: time(backups.lastAtMs()),
      audit_trail_clock_step_seconds: one(parts.clockStepMs() / 1000),
      audit_trail_certificate_expiry_timestamp_seconds: time(parts.certificateExpiresAtMs()),
      audit_trail_resident_memory_bytes: one(parts.memoryBytes()),
    }
  }
}

function forwarding(all: readonly Destination[]) {
  const each = (value: (destination: Destination) => number): Samples =>
    all.map((destination) => [{ destination: destination.settings.name }, value(destination)])
  return {
    audit_trail_forwarding_state: all.flatMap(({ settings, state }) =>
      oneOf(DESTINATION_STATES, state, { destination: settings.name }),
    ),
    audit_trail_forwarding_lag_events: each(({ lagEvents }) => lagEvents),
    audit_trail_forwarding_lag_seconds: each(({ lagSeconds }) => lagSeconds),
    audit_trail_forwarding_delivered_total: each(({ counts }) => counts.delivered),
    audit_trail_forwarding_retries_total: each(({ retries }) => retries),
    audit_trail_forwarding_missed_total: each(({ missed }) => missed),
    audit_trail_forwarding_dead: each(({ dead }) => dead),
  }
}

function jobFigures(all: readonly JobInfo[]) {
  return {
    audit_trail_job_state: all.flatMap(({ name, state }) => oneOf(JOB_STATES, state, { job: name })),
    audit_trail_job_last_run_timestamp_seconds: all.flatMap(
      ({ name, lastRunAt }): Samples =>
        lastRunAt === undefined ? [] : [[{ job: name }, Date.parse(lastRunAt) / 1000]],
    ),
  }
}

const one = (value: number | undefined): Samples => (value === undefined ? [] : [[{}, value]])

const time = (ms: number | undefined) => one(ms === undefined ? undefined : ms / 1000)

const by = (label: string, values: Readonly<Record<string, number>>): Samples =>
  Object.entries(values).map(([name, value]) => [{ [label]: name }, value])

const oneOf = (states: readonly string[], now: string, labels: Readonly<Record<string, string>>): Samples =>
  states.map((state) => [{ ...labels, state }, state === now ? 1 : 0])

const orUndefined = <T>(asked: Promise<T>) => asked.catch(() => undefined)

/** An archive has a file a segment, too many to look at each time. */
function archiveSize(pathOf: () => string | undefined): () => Promise<number | undefined> {
  let known: { readonly path: string; readonly atMs: number; readonly bytes: Promise<number> } | undefined
  return async () => {
    const path = pathOf()
    if (path === undefined) return undefined
    const atMs = performance.now()
    if (known?.path !== path || atMs - known.atMs > ARCHIVE_EVERY_MS) known = { path, atMs, bytes: folderBytes(path) }
    return known.bytes
  }
}
