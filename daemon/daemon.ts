import { join } from 'node:path'
import { openTokens } from './access/tokens.js'
import { rulesOf } from './admission-rules.js'
import { openSelfAudit } from './audit/self-audit.js'
import { openClock } from './clock.js'
import { closeAll } from './close-all.js'
import type { Config } from './config.js'
import { openErasing } from './erase/erasing.js'
import { createFollowers } from './follow/followers.js'
import { DESTINATIONS_BY_NAME } from './forward/destinations/by-name.js'
import { openForwarding } from './forward/open-forwarding.js'
import { admit } from './ingest/admit.js'
import { openIdentities } from './ingest/identities.js'
import { createIngest, ownDraft } from './ingest/ingest.js'
import { openBackups } from './jobs/backups.js'
import { openJobs } from './jobs/jobs.js'
import { retentionJob } from './jobs/retention.js'
import { scrubJob } from './jobs/scrub.js'
import { openTaskRunner } from './jobs/task-runner.js'
import { createTasks } from './jobs/tasks.js'
import type { Log } from './log.js'
import { openLoggedTrail } from './logged-trail.js'
import { passedEndpoints } from './passed-endpoints.js'
import { pulseOf } from './pulse.js'
import { openThreadedReading } from './query/threaded-reading.js'
import { createRedaction } from './redact/redaction.js'
import { type Changes, changesBetween, configAfter } from './reload.js'
import { openCertificates } from './server/certificates.js'
import { startServer } from './server/server.js'
import { createReport } from './server/status.js'
import { openSettingsBook } from './settings-book.js'
import { openArchive } from './store/archive.js'
import { stopEvent, taskEvent } from './task-event.js'
import { createFigures } from './watch/figures.js'
import { createMeters } from './watch/registry.js'
import { upkeepOf } from './watch/upkeep.js'

export interface DaemonOptions {
  readonly config: Config
  readonly log: Log
  readonly now: () => number
  readonly version: string
  readonly memoryBytes: () => number
  /** Told to who asks how the daemon is kept; it has been read already. */
  readonly configPath?: string
  readonly platform: NodeJS.Platform
  /** File descriptors of listening sockets that the service manager opened. */
  readonly passed: readonly number[]
  /** Tells clients that the events are invented. */
  readonly demo: boolean
  /** Told when what the disk holds is unknown: the process must end, and write nothing more. */
  readonly onFatal: (cause: unknown) => void
}

export interface Daemon {
  readonly addresses: readonly string[]
  /** Takes over what can change while it runs, and tells what that was. */
  reload(config: Config): Changes
  pulse(): Promise<string>
  /** Idempotent. */
  close(): Promise<void>
}

const MAX_IDENTITIES = 100_000
const PING_INTERVAL_MS = 30_000

/**
 * Starts the parts from the disk outward and stops them from the network inward, so
 * that no part ever calls one which is closed. A start that fails half-way stops
 * what had started.
 */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const { log, now } = options
  let { config } = options
  const stopping = new AbortController()
  const closers: (() => Promise<void>)[] = []
  let closing: Promise<void> | undefined
  const close = () => {
    stopping.abort()
    closing ??= closeAll(closers)
    return closing
  }

  const [retentionMs, archivePath] = [() => config.retentionMs, () => config.archivePath]
  const rules = () => rulesOf(config, now())
  let resumeJobs = () => {}
  const meters = createMeters()
  const failed = (what: string) => (err: unknown) => log.error({ err }, what)

  try {
    const trail = await openLoggedTrail({
      ...{ log, now, rules, path: config.dataPath, dedupeIds: config.dedupeIds },
      timings: {
        onSynced: meters.timerOf('audit_trail_sync_seconds'),
        onSealed: meters.timerOf('audit_trail_seal_seconds'),
      },
      onResume: () => resumeJobs(),
      onFatal: options.onFatal,
    })
    closers.push(() => trail.close())
    const { records } = trail

    const redaction = createRedaction({
      keyPath: join(config.dataPath, 'redaction-key'),
      rules: () => config.redaction,
      admit: (value) => admit(value, rules()),
      query: (params, signal) => reading.query(params, signal),
    })
    const identities = await openIdentities(records, MAX_IDENTITIES)
    const ingest = createIngest({
      ...{ redact: redaction.apply, writer: trail, identities, rules, now },
      onAcknowledged: meters.timerOf('audit_trail_acknowledgement_seconds'),
      onError: failed('Cannot record what was rejected'),
    })
    closers.push(() => ingest.close())

    const { record } = ingest
    const audit = openSelfAudit({
      ...{ record, now },
      // Of events that are invented nobody wants to know who reads them.
      settings: () => ({ ...config, auditReads: config.auditReads && !options.demo }),
      onError: (err, action) => log.error({ err, action }, "Cannot record an event of the trail's own"),
    })
    closers.push(() => audit.close())
    const book = await openSettingsBook({ records, tell: audit.tell, onError: failed('Cannot keep settings') }, config)
    closers.push(() => book.close())
    const tokens = await openTokens({ records, now, record, onError: failed("Cannot keep a token's last use") })
    closers.push(() => tokens.close())

    const archive = () => (config.archivePath === undefined ? undefined : openArchive(config.archivePath))
    const context = { trail, now, retentionMs, archivePath }
    const reading = openThreadedReading({ ...context, onDeath: failed('the reading thread died; it is started anew') })
    closers.push(() => reading.close())
    const uptimeMs = () => performance.now()
    const clock = await openClock({ records, now, uptimeMs, record, log })
    closers.push(async () => clock.close())
    const runner = await openTaskRunner({
      ...{ records, now },
      onEnd(end) {
        const { id, kind } = end.task
        log.info({ id, kind, state: end.state, message: end.message }, 'task ended')
        audit.tell(taskEvent(end))
      },
    })
    closers.push(() => runner.close())
    const tasks = createTasks(runner)
    const forwarding = await openForwarding({
      ...{ context, tasks, record, records, random: Math.random },
      types: DESTINATIONS_BY_NAME,
      folders: config.forwardFolders,
      count: reading.count,
      onMistake: (err, destination) => log.error({ err, destination }, 'forwarding failed'),
    })
    closers.push(() => forwarding.close())
    const erasing = openErasing({
      ...{ trail, tasks, archivePath, records, hash: redaction.hash },
      record: async (event) => (await trail.append([redaction.apply(ownDraft(event, rules()))]))[0]!.seq,
      forget: identities.forget,
      scrub: (without) => Promise.all([forwarding.scrub(without), ingest.report(), audit.scrub(without)]),
      readersDone: () => Promise.all([trail.viewsClosed(), reading.done()]),
      destinations: () => forwarding.destinations().map(({ settings }) => settings.name),
    })
    const jobs = await openJobs({
      jobs: [
        retentionJob({
          ...{ trail, now, uptimeMs, clockDoubtMs: clock.doubtMs, retentionMs, archive },
          holds: forwarding.holds,
        }),
        scrubJob({ trail, now, verify: (from, signal) => reading.verify({ from }, signal) }),
      ],
      ...{ runner, records, now },
      onStop(stop) {
        log.info({ ...stop }, 'job stopped')
        audit.tell(stopEvent(stop))
      },
    })
    closers.push(() => jobs.close())
    resumeJobs = () => {
      forwarding.resume()
      jobs.resume()
      tasks.resume()
    }

    const certificates =
      config.tls &&
      (await openCertificates(config.tls, {
        now,
        onReload: () => log.info({}, 'certificate read again'),
        onProblem: (problem) => log.warn({}, problem),
      }))
    closers.push(async () => certificates?.close())

    const { version, memoryBytes, demo, platform } = options
    const startedAtMs = now()
    const problems = () =>
      [trail.problems, ...[forwarding, audit, certificates].map((part) => part?.problems() ?? [])].flat()
    const backups = await openBackups({ trail, now, record })
    const followers = createFollowers(context)
    const kept = { now, jobs, backups, dataPath: config.dataPath, clockStepMs: clock.doubtMs }
    const figures = createFigures({
      ...{ ...kept, trail, reading, ingest, followers, problems, retentionMs, archivePath },
      ...{ memoryBytes, version, startedAtMs },
      ...{ destinations: forwarding.destinations, redacted: redaction.counts },
      certificateExpiresAtMs: () => certificates?.expiresAtMs(),
    })
    const report = createReport({
      ...{ trail, reading, ingest, version, memoryBytes, demo, retentionMs },
      ...{ problems, startedAtMs, workspace: () => config.workspace },
      upkeep: () => upkeepOf({ ...kept, configPath: options.configPath }),
      stopping: stopping.signal,
    })
    const server = await startServer(
      {
        ...{ trail, reading, ingest, tokens, jobs, tasks, report, forwarding, redaction, erasing, audit },
        ...{ backups, follow: followers.follow, metrics: meters.metricsOf(figures) },
      },
      {
        endpoints: [...passedEndpoints(options.passed, config), ...config.endpoints],
        ...{ maxBodyBytes: () => config.maxBodyBytes, maxItems: () => config.maxItems },
        ...{ maxFrameBytes: config.maxFrameBytes, limits: () => config.limits },
        corsOrigins: () => config.corsOrigins,
        webhookSecret: () => config.webhookSecret,
        metricsPublic: () => config.metricsPublic,
        failedAttemptsPerMinute: () => config.maxFailedAttempts,
        pingIntervalMs: PING_INTERVAL_MS,
        ...{ certificates, platform, now },
        stopping: stopping.signal,
        onMistake: (err, at) => log.error({ err, at }, 'mistake'),
        onCutOff: ({ type, message }, at) => log.warn({ type, message, at }, 'answer cut off'),
      },
    )
    closers.push(() => server.close())
    return {
      addresses: server.addresses,
      reload(next) {
        const changes = changesBetween(config, next)
        config = configAfter(config, next)
        log.setLevel(config.logLevel)
        void certificates?.reload()
        book.note(config)
        return changes
      },
      pulse: () => pulseOf(trail, clock),
      close,
    }
  } catch (error) {
    await close().catch(failed('Cannot stop what had started'))
    throw error
  }
}
