import type { WireError } from '../../protocol/error.js'
import type { Actor, Change, Context, Draft, Resource } from '../../protocol/event.js'
import type { Lane } from '../store/lane.js'
import { inSlices } from '../store/slices.js'
import type { Writer } from '../store/store.js'
import { type AdmissionRules, admit } from './admit.js'
import type { Identities } from './identities.js'
import { createRate } from './rate.js'
import { createRefusals, type RefusalReport } from './refusals.js'
import type { Call, CallType } from './tracking.js'

/** What became of the items of a request. `index` counts them from 0. */
export interface Receipt {
  readonly accepted: number
  readonly duplicates: number
  readonly rejected: readonly { readonly index: number; readonly error: WireError }[]
}

/** An event of the daemon's own making. */
export interface OwnEvent {
  /** One that is there already is not recorded again. */
  readonly id?: string
  readonly action: string
  /** Default: the daemon itself. */
  readonly actor?: Actor
  /** Default: as the action's name says. */
  readonly outcome?: Draft['outcome']
  readonly resource?: Resource
  readonly changes?: readonly Change[]
  readonly context?: Context
  readonly details?: Readonly<Record<string, unknown>>
}

/** The way into the trail, the same for every door. */
export interface Ingest {
  /** Resolves when all that is not rejected is on disk. In the turns of the sender's lane, where there is one. Throws what `Writer.append` throws; then nothing is acknowledged. */
  take(calls: readonly Call[], lane?: Lane): Promise<Receipt>
  record(event: OwnEvent): Promise<void>
  /** Resolves when of all that was refused the trail was told. */
  report(): Promise<void>
  /** Since the start. */
  counts(): IngestCounts
  /** Idempotent. Does not close the writer. */
  close(): Promise<void>
}

export interface IngestCounts {
  readonly accepted: number
  readonly duplicates: number
  readonly rejected: { readonly [reason: string]: number }
  /** Calls of the Tracking API that leave no event. */
  readonly calls: { readonly [T in CallType]?: number }
  readonly ratePerSecond: number
}

export interface IngestOptions {
  readonly writer: Writer
  readonly identities: Identities
  /** An event as it may be stored. */
  readonly redact: <E extends Pick<Draft, 'actor' | 'resource' | 'changes' | 'context' | 'details'>>(event: E) => E
  /** As of now. */
  readonly rules: () => AdmissionRules
  readonly now: () => number
  /** Told how long a request with events took to be answered for, everything on disk. */
  readonly onAcknowledged?: (tookMs: number) => void
  /** Told of a report of refusals that could not be written. */
  readonly onError: (error: unknown) => void
}

const DAEMON_ACTOR: Actor = { type: 'system', id: 'audit-traild' }

const REPORT_INTERVAL_MS = 10_000

export function createIngest(options: IngestOptions): Ingest {
  const { writer, identities, redact, rules, now, onAcknowledged, onError } = options
  const refusals = createRefusals()
  const rate = createRate(now)
  const calls: { [T in CallType]?: number } = {}
  let [accepted, duplicates] = [0, 0]
  let reporting = Promise.resolve()

  const record = async (event: OwnEvent) => {
    await writer.append([redact(ownDraft(event, rules()))])
  }
  const report = (all = false) => {
    for (const due of refusals.takeReports(now(), all)) {
      reporting = reporting.then(() => record(rejectionEvent(due))).catch(onError)
    }
  }
  // Refusals counted since a reason's last report are told when its minute is over, even if no other follows.
  const timer = setInterval(() => report(), REPORT_INTERVAL_MS).unref()

  return {
    record,
    report() {
      report(true)
      return reporting
    },
    async take(asked, lane) {
      const beganMs = performance.now()
      const admission = rules()
      const drafts: Draft[] = []
      const rejected: { index: number; error: WireError }[] = []
      let learned = false
      await inSlices(lane, async (step) => {
        for (let index = 0; index < asked.length; index++) {
          const pause = step()
          if (pause !== undefined) await pause
          const call = asked[index]!
          if (call.kind === 'identity') {
            const { actor } = redact({ actor: { type: 'user', id: call.id, ...call.said }, resource: {}, details: {} })
            identities.learn(actor.id, actor)
            learned = true
          }
          if (call.kind === 'identity' || call.kind === 'other') {
            const type = call.kind === 'other' ? call.type : 'identify'
            calls[type] = (calls[type] ?? 0) + 1
            continue
          }
          const result = call.kind === 'mistake' ? call : admit(call.value, admission)
          if ('error' in result) rejected.push({ index, error: result.error })
          // Redacted first: what is known of people was redacted when it was learned.
          else drafts.push(completed(redact(result.draft), identities))
        }
      })
      if (learned) await identities.flush()
      const appended = drafts.length === 0 ? [] : await writer.append(drafts)

      const again = appended.reduce((count, { duplicate }) => count + (duplicate ? 1 : 0), 0)
      accepted += drafts.length - again
      duplicates += again
      rate.add(drafts.length - again)
      for (const { error } of rejected) refusals.note(error)
      if (rejected.length > 0) report()
      if (drafts.length > 0) onAcknowledged?.(performance.now() - beganMs)
      return { accepted: drafts.length - again, duplicates: again, rejected }
    },
    counts: () => ({
      accepted,
      duplicates,
      rejected: refusals.counts(),
      calls: { ...calls },
      ratePerSecond: rate.perSecond(),
    }),
    async close() {
      clearInterval(timer)
      await reporting
    },
  }
}

/** An event of the daemon's own goes through the same admission. TypeError where it is none. */
export function ownDraft(
  { actor = DAEMON_ACTOR, resource = {}, details = {}, ...event }: OwnEvent,
  rules: AdmissionRules,
): Draft {
  const admission = admit({ ...event, actor, resource, details }, rules)
  if ('error' in admission) throw new TypeError(admission.error.message)
  return admission.draft
}

function completed(draft: Draft, identities: Identities): Draft {
  draft.actor = identities.complete(draft.actor)
  return draft
}

function rejectionEvent({ reason, count, example }: RefusalReport): OwnEvent {
  const { message, field } = example
  return {
    action: 'Audit Events Rejected',
    details: { reason, count, example: { message, ...(field !== undefined && { field }) } },
  }
}
