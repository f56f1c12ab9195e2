import { TrailError } from '../../protocol/error.js'
import type { AuditEvent, Draft } from '../../protocol/event.js'
import { formatTime, parseTime } from '../../protocol/time.js'
import { guard } from './checksum.js'
import type { Database, Operation } from './database.js'
import { placeKey, SPACE } from './keys.js'
import { encodeRow } from './row.js'
import { SEGMENT_EVENTS } from './segment.js'
import { slicer } from './slices.js'
import type { Appended } from './store.js'
import type { TailBatch } from './tail.js'
import { encodeWriteAhead } from './write-ahead.js'

export interface CommitterOptions {
  readonly database: Database
  readonly now: () => number
  readonly lastSeq: number
  readonly lastReceivedAtMs: number
  /** The seq of the event with this id, if it was seen; remembers it as `seq` if not. `batch` are the events of this commit. */
  readonly claim: (id: string, seq: number, batch: readonly AuditEvent[]) => number | undefined
  /** Called once a commit, in order, after it is on disk and before anyone is told. */
  readonly onCommit: (batches: readonly TailBatch[]) => void
  /** Waits while too much is unsealed. */
  readonly room: () => Promise<void>
  /** Told how long each commit took to be on disk. */
  readonly onSynced: (tookMs: number) => void
}

interface Submission {
  readonly drafts: readonly Draft[]
  resolve(appended: readonly Appended[]): void
  reject(error: unknown): void
}

/** Drafts that may wait; beyond them a submission is refused, not queued. */
const MAX_WAITING = 100_000
/** Drafts behind one fsync. */
const MAX_COMMIT = 16_384

/**
 * The single writer. It alone gives out seqs and receipt times, so both only rise.
 * Submissions that arrive while a commit is being synced share the next one.
 */
export class Committer {
  readonly #options: CommitterOptions
  #lastSeq: number
  #lastReceivedAtMs: number
  #waiting: Submission[] = []
  #waitingDrafts = 0
  #running: Promise<void> | undefined
  #refusal: TrailError | undefined

  constructor(options: CommitterOptions) {
    this.#options = options
    this.#lastSeq = options.lastSeq
    this.#lastReceivedAtMs = options.lastReceivedAtMs
  }

  get lastReceivedAtMs(): number {
    return this.#lastReceivedAtMs
  }

  append(drafts: readonly Draft[]): Promise<readonly Appended[]> {
    if (this.#refusal !== undefined) return Promise.reject(this.#refusal)
    if (this.#waitingDrafts > 0 && this.#waitingDrafts + drafts.length > MAX_WAITING) {
      return Promise.reject(
        new TrailError('busy', `Cannot accept events: ${this.#waitingDrafts} are waiting to be written`),
      )
    }
    if (drafts.length === 0) return Promise.resolve([])
    return new Promise((resolve, reject) => {
      this.#waiting.push({ drafts, resolve, reject })
      this.#waitingDrafts += drafts.length
      // Started in a later turn, so that requests read from the sockets in this one share the commit.
      this.#running ??= new Promise<void>((next) => setImmediate(next)).then(() => this.#run())
    })
  }

  /** Writes what was accepted, refuses what comes after. */
  async close(): Promise<void> {
    this.#refusal ??= new TrailError('unavailable', 'Cannot accept events: the daemon is stopping')
    await this.#running
  }

  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#options.room()
      const submissions = this.#take()
      try {
        await this.#commit(submissions)
      } catch (cause) {
        // Whether it is on disk is unknown. A write on top of a guess could give one seq to two events.
        this.#refusal = new TrailError('cannot-write', 'Cannot accept events: a write failed; reads go on', { cause })
        for (const { reject } of [...submissions, ...this.#waiting.splice(0)]) reject(this.#refusal)
      }
    }
    this.#running = undefined
  }

  #take(): Submission[] {
    let drafts = 0
    let count = 0
    for (const submission of this.#waiting) {
      if (count > 0 && drafts + submission.drafts.length > MAX_COMMIT) break
      drafts += submission.drafts.length
      count++
    }
    this.#waitingDrafts -= drafts
    return this.#waiting.splice(0, count)
  }

  async #commit(submissions: readonly Submission[]): Promise<void> {
    const receivedAtMs = Math.max(this.#options.now(), this.#lastReceivedAtMs)
    const receivedAt = formatTime(receivedAtMs)
    const events: AuditEvent[] = []
    const timestampsMs: number[] = []
    const rows: Buffer[] = []
    // Commits follow one another, so others may have their turns in the midst of a long one.
    const turn = slicer()
    const answers: Appended[][] = []
    for (const { drafts } of submissions) {
      const answer: Appended[] = []
      for (const draft of drafts) {
        const pause = turn()
        if (pause !== undefined) await pause
        const seq = this.#lastSeq + events.length + 1
        const known = this.#options.claim(draft.id, seq, events)
        if (known !== undefined) {
          answer.push({ seq: known, duplicate: true })
          continue
        }
        const { timestamp = receivedAt } = draft
        events.push({ ...draft, seq, timestamp, receivedAt })
        timestampsMs.push(draft.timestamp === undefined ? receivedAtMs : (parseTime(timestamp) ?? receivedAtMs))
        rows.push(encodeRow(draft))
        answer.push({ seq, duplicate: false })
      }
      answers.push(answer)
    }
    if (events.length > 0) {
      const batches = cut(this.#lastSeq + 1, receivedAtMs, events, timestampsMs, rows)
      const operations: Operation[] = []
      for (const { place, value } of batches) {
        const pause = turn()
        if (pause !== undefined) await pause
        const key = placeKey(SPACE.writeAhead, place)
        operations.push({ type: 'put', key, value: guard(key, value) })
      }
      const beganMs = performance.now()
      await this.#options.database.write(operations, { sync: true })
      this.#options.onSynced(performance.now() - beganMs)
      this.#lastSeq += events.length
      this.#lastReceivedAtMs = receivedAtMs
      this.#options.onCommit(batches)
    }
    for (const [i, { resolve }] of submissions.entries()) resolve(answers[i]!)
  }
}

/** Cuts a commit where segments meet, so that no write-ahead value spans two. */
function cut(
  firstSeq: number,
  receivedAtMs: number,
  events: readonly AuditEvent[],
  timestampsMs: readonly number[],
  rows: readonly Buffer[],
): TailBatch[] {
  const batches: TailBatch[] = []
  for (let from = 0; from < events.length; ) {
    const seq = firstSeq + from
    const to = Math.min(events.length, from + SEGMENT_EVENTS - ((seq - 1) % SEGMENT_EVENTS))
    const times = timestampsMs.slice(from, to)
    batches.push({
      place: { receivedAtMs, seq },
      slots: to - from,
      events: events.slice(from, to),
      timestampsMs: Float64Array.from(times),
      value: encodeWriteAhead(times, rows.slice(from, to)),
    })
    from = to
  }
  return batches
}
