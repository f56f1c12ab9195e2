import type { Filter } from '../../protocol/filter/filter.js'
import type { Hello } from '../../protocol/message.js'
import { PROTOCOL_VERSION } from '../../protocol/message.js'
import type { Status, Upkeep } from '../../protocol/request.js'
import { formatTime } from '../../protocol/time.js'
import type { Caller } from '../access/caller.js'
import type { Ingest } from '../ingest/ingest.js'
import type { Reading } from '../query/reading.js'
import { readingWithin } from '../query/reading-within.js'
import type { Trail } from '../store/trail.js'
import type { State } from './health-routes.js'

export interface StatusOptions {
  readonly trail: Trail
  readonly reading: Reading
  readonly ingest: Ingest
  /** The daemon's. */
  readonly version: string
  readonly workspace: () => string
  readonly retentionMs: () => number | undefined
  readonly memoryBytes: () => number
  readonly startedAtMs: number
  readonly stopping: AbortSignal
  readonly demo: boolean
  readonly problems: () => readonly string[]
  readonly upkeep: () => Promise<Upkeep>
}

/** What the daemon says of itself. */
export interface Report {
  state(): State
  hello(caller: Caller): Promise<Hello>
  /**
   * For who may see only the events `within` a filter, `events`, `oldest` and `newest`
   * are of those, and what counts all of them is left at nothing. Positions stay:
   * pages, streams and gaps are told in them.
   */
  status(signal: AbortSignal, clients: number, within?: Filter): Promise<Status>
}

/** What would tell of events that a caller may not see. */
const UNTOLD = {
  diskBytes: 0,
  accepted: 0,
  duplicates: 0,
  rejected: {},
  clients: 0,
  ratePerSecond: 0,
  problems: [],
} as const satisfies Partial<Status>

export function createReport(options: StatusOptions): Report {
  const { trail, reading, ingest } = options
  const state = () => (options.stopping.aborted ? 'stopping' : trail.writable ? 'ready' : 'read-only')
  const edge = async (visible: Reading, order: 'oldest' | 'newest', signal: AbortSignal) =>
    (await visible.query({ order, limit: 1 }, signal)).events[0]?.timestamp
  const eventsWithin = async (within: Filter | undefined, signal: AbortSignal) =>
    within === undefined ? trail.events : (await readingWithin(reading, within).count({}, signal)).count

  return {
    state,
    hello: async ({ role, within }) => ({
      version: PROTOCOL_VERSION,
      daemon: options.version,
      trail: trail.id,
      epoch: trail.epoch,
      role,
      workspace: options.workspace(),
      first: trail.firstSeq,
      last: trail.lastSeq,
      events: await eventsWithin(within, options.stopping),
      ...(within !== undefined && { limited: true }),
      ...(options.demo && { demo: true }),
    }),
    async status(signal, clients, within) {
      const visible = readingWithin(reading, within)
      const [oldest, newest, events, diskBytes] = await Promise.all([
        edge(visible, 'oldest', signal),
        edge(visible, 'newest', signal),
        eventsWithin(within, signal),
        trail.diskBytes(),
      ])
      const retentionMs = options.retentionMs()
      const { accepted, duplicates, rejected, ratePerSecond } = ingest.counts()
      return {
        version: options.version,
        trail: trail.id,
        epoch: trail.epoch,
        state: state(),
        workspace: options.workspace(),
        first: trail.firstSeq,
        last: trail.lastSeq,
        events,
        ...(oldest !== undefined && { oldest }),
        ...(newest !== undefined && { newest }),
        ...(retentionMs !== undefined && { retentionMs }),
        diskBytes,
        memoryBytes: options.memoryBytes(),
        startedAt: formatTime(options.startedAtMs),
        accepted,
        duplicates,
        rejected,
        clients,
        ratePerSecond,
        problems: options.problems(),
        ...(within === undefined ? { upkeep: await options.upkeep() } : UNTOLD),
      }
    },
  }
}
