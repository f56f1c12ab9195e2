import type { Destination } from '../../../protocol/destination.js'
import { formatDuration } from '../../../protocol/duration.js'
import { type Finding, failure, fine, warning } from '../../../protocol/finding.js'
import type { JobInfo, Status, Upkeep } from '../../../protocol/request.js'

/** What the daemon answered, and when it was asked by the clock of this machine. */
export interface Answers {
  readonly status: Status
  readonly jobs: readonly JobInfo[]
  readonly destinations: readonly Destination[]
  readonly askedAtMs: number
  readonly answeredAtMs: number
  /** Of this program. */
  readonly version: string
}

const SECOND_MS = 1000
const DAY_MS = 86_400_000
const SKEW_MS = 2 * SECOND_MS
const BACKUP_MS = 7 * DAY_MS
/** Scrub runs each night. */
const CHECK_MS = 3 * DAY_MS
const BEHIND_SECONDS = 300
const SPAN_MS = DAY_MS
const SOON_DAYS = 30

/** What is well and what is not, by what the daemon says of itself. */
export function findingsOf(answers: Answers): Finding[] {
  const { status, jobs, destinations } = answers
  const { upkeep } = status
  return [
    ...state(status),
    version(answers),
    ...(upkeep === undefined ? [] : [clock(answers, upkeep), growth(status, upkeep), backup(answers, upkeep)]),
    ...(upkeep === undefined ? [] : [integrity(answers, upkeep)]),
    ...standing(destinations),
    ...jobFindings(jobs),
  ]
}

function state({ state, version, problems }: Status): Finding[] {
  const check = 'daemon'
  const told = problems.map((problem) =>
    warning(check, problem, "the daemon's log has more; it goes when its cause does"),
  )
  if (state === 'read-only')
    return [
      failure(check, 'writes are refused, reads go on', 'make room on the disk; they resume by themselves'),
      ...told,
    ]
  if (state !== 'ready') return [warning(check, `it is ${state}`, 'wait, and ask again'), ...told]
  return [fine(check, `audit-traild ${version} takes events`), ...told]
}

function version({ status, version }: Answers): Finding {
  if (status.version === version) return fine('versions', `the daemon is ${version}, as this program`)
  return warning(
    'versions',
    `the daemon is ${status.version}, this program ${version}`,
    'restart the daemon after an upgrade, or use the program that came with it',
  )
}

/** The answer came from somewhere between asking and answering. */
function clock({ askedAtMs, answeredAtMs }: Answers, { now, clockStepMs }: Upkeep): Finding {
  if (clockStepMs > 0) {
    const advice = 'if it is right now, "audit-trail jobs run retention --confirm"; else set it by NTP and restart'
    return warning(
      'clock',
      `it stepped forward by ${formatDuration(clockStepMs)}, so retention waits for a day`,
      advice,
    )
  }
  const atMs = Date.parse(now)
  const skewMs = Math.max(askedAtMs - atMs, atMs - answeredAtMs, 0)
  if (skewMs > SKEW_MS) {
    const seconds = Math.round(skewMs / SECOND_MS).toLocaleString('en')
    return warning('clock', `the daemon's is ${seconds} s away from the one here`, 'let NTP set both')
  }
  return fine('clock', "the daemon's agrees with the one here")
}

/** By how the trail has grown so far: it fills the retention's span, and what is there has taken so much. */
function growth({ diskBytes, oldest, retentionMs }: Status, { now, freeBytes, dataPath }: Upkeep): Finding {
  if (freeBytes === undefined)
    return failure('disk', `the daemon cannot look at ${dataPath}`, 'look whether the disk is still mounted')
  const spanMs = oldest === undefined ? 0 : Date.parse(now) - Date.parse(oldest)
  const free = `${mebibytes(freeBytes)} are free, the trail takes ${mebibytes(diskBytes)}`
  if (spanMs < SPAN_MS) return fine('disk', `${free}; how it grows shows after a day`)
  const perDay = (diskBytes / spanMs) * DAY_MS
  const days = Math.floor(freeBytes / perDay)
  const leftMs = retentionMs === undefined ? Number.POSITIVE_INFINITY : retentionMs - spanMs
  if (leftMs <= days * DAY_MS) return fine('disk', `${free}; retention keeps it at that`)
  const message = `${free}, ${mebibytes(perDay)} a day: enough for ${days.toLocaleString('en')} days`
  return days < SOON_DAYS ? warning('disk', message, 'make room, or shorten the retention') : fine('disk', message)
}

function backup({ answeredAtMs }: Answers, { backupAt }: Upkeep): Finding {
  const advice = '"audit-trail backup DIR", from a timer'
  if (backupAt === undefined) return warning('backup', 'none was ever made', advice)
  const ageMs = answeredAtMs - Date.parse(backupAt)
  const message = `the last one was made on ${backupAt}`
  return ageMs > BACKUP_MS ? warning('backup', message, advice) : fine('backup', message)
}

function integrity({ answeredAtMs, status }: Answers, { integrity }: Upkeep): Finding {
  const check = 'integrity'
  if (integrity === undefined) {
    const young = answeredAtMs - Date.parse(status.startedAt) < DAY_MS
    if (young) return fine(check, 'the first reading of all segments is under way or to come')
    return warning(
      check,
      'the segments were never read whole',
      '"audit-trail jobs" says why; "audit-trail jobs run scrub"',
    )
  }
  const { checkedAt, damaged } = integrity
  if (damaged > 0) {
    const advice = 'stop the daemon, "audit-traild check" and "repair"; then import what was lost from a backup'
    return failure(check, `${damaged.toLocaleString('en')} events could not be read on ${checkedAt}`, advice)
  }
  const message = `every segment was read on ${checkedAt}, and is well`
  const isLate = answeredAtMs - Date.parse(checkedAt) > CHECK_MS
  return isLate
    ? warning(check, message, '"audit-trail jobs run scrub"; "audit-trail jobs" says why it does not')
    : fine(check, message)
}

function standing(destinations: readonly Destination[]): Finding[] {
  if (destinations.length === 0) return [fine('destinations', 'there is none')]
  return destinations.flatMap((destination) => standingOf(destination))
}

function standingOf({
  settings: { name },
  state,
  enabled,
  lagEvents,
  lagSeconds,
  dead,
  failure: last,
}: Destination): Finding[] {
  const check = 'destinations'
  const behind = `${lagEvents.toLocaleString('en')} events, ${formatDuration(lagSeconds * SECOND_MS)} behind`
  const why = last === undefined ? '' : `: ${last.message}`
  const test = `"audit-trail forward test ${name}" tries it`
  const findings: Finding[] = []
  if (!enabled) findings.push(fine(check, `${name} is disabled`))
  else if (state === 'down') findings.push(failure(check, `${name} is down, ${behind}${why}`, test))
  else if (state === 'gone' || state === 'full') findings.push(failure(check, `${name} is ${state}${why}`, test))
  else if (last !== undefined) findings.push(warning(check, `${name} is tried again, ${behind}${why}`, test))
  else if (lagSeconds > BEHIND_SECONDS)
    findings.push(warning(check, `${name} is ${behind}`, 'larger batches or --in-flight let it catch up'))
  else findings.push(fine(check, `${name} is ${state}, ${behind}`))
  if (dead > 0) {
    const advice = `"audit-trail forward dead ${name}" says why; --retry or --discard`
    findings.push(warning(check, `${name} refused ${dead.toLocaleString('en')} events for good`, advice))
  }
  return findings
}

function jobFindings(jobs: readonly JobInfo[]): Finding[] {
  const findings = jobs.flatMap(({ name, state, message = '' }): Finding[] => {
    if (state === 'failed')
      return [failure('jobs', `${name} failed: ${message}`, `"audit-trail jobs run ${name}" once the cause is gone`)]
    const advice = `if that is meant, "audit-trail jobs run ${name} --confirm"`
    return state === 'held' ? [warning('jobs', `${name} ${message}`, advice)] : []
  })
  return findings.length > 0
    ? findings
    : [fine('jobs', `${jobs.map(({ name }) => name).join(' and ')} run as they should`)]
}

const mebibytes = (bytes: number) => `${Math.ceil(bytes / 2 ** 20).toLocaleString('en')} MiB`
