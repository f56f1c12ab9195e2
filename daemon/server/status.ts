import type { Hello } from '../../protocol/message.js'
import { PROTOCOL_VERSION } from '../../protocol/message.js'
import type { Status } from '../../protocol/request.js'
import { formatTime } from '../../protocol/time.js'
import type { Caller } from '../access/caller.js'
import type { Ingest } from '../ingest/ingest.js'
import type { Reading } from '../query/reading.js'
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
}

/** What the daemon says of itself. */
export interface Report {
  state(): State
  hello(caller: Caller): Hello
  status(signal: AbortSignal, clients: number): Promise<Status>
}

export function createReport(options: StatusOptions): Report {
  const { trail, reading, ingest } = options
  const state = () => (options.stopping.aborted ? 'stopping' : trail.writable ? 'ready' : 'read-only')
  const edge = async (order: 'oldest' | 'newest', signal: AbortSignal) =>
    (await reading.query({ order, limit: 1 }, signal)).events[0]?.timestamp

  return {
    state,
    hello: ({ role }) => ({
      version: PROTOCOL_VERSION,
      daemon: options.version,
      trail: trail.id,
      epoch: trail.epoch,
      role,
      workspace: options.workspace(),
      first: trail.firstSeq,
      last: trail.lastSeq,
      events: trail.events,
      ...(options.demo && { demo: true }),
    }),
    async status(signal, clients) {
      const [oldest, newest, diskBytes] = await Promise.all([
        edge('oldest', signal),
        edge('newest', signal),
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
        events: trail.events,
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
      }
    },
  }
}
