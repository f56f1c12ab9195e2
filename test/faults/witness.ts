import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { isDeepStrictEqual } from 'node:util'
import type { AuditEvent } from '#protocol/event.js'
import type { Random } from '../support/random.js'
import { type SampleEvent, sampleEvents } from '../support/sample-events.js'

/** How a trail differs from what was acknowledged. */
export interface Findings {
  /** Acknowledged and not there. */
  readonly lost: number
  /** There more than once. */
  readonly repeated: number
  /** Seqs below the last one that no event has; not counted where retention takes events away. */
  readonly gaps: number
  /** There, but not as sent, or received before its predecessor. */
  readonly changed: number
}

/** Stands outside the daemon: what was sent to it, and what it has answered for. */
export class Witness {
  readonly #random: Random
  readonly #events: Generator<SampleEvent, never>
  readonly #retentionMs: number | undefined
  readonly #sent = new Map<string, SampleEvent>()
  readonly #acknowledged = new Set<string>()
  /** Batches of unknown outcome, and some that were answered; both are sent again. */
  readonly #again: SampleEvent[][] = []

  /** With a limit, events are of any age below it, so that some are always about to go. */
  constructor(random: Random, seed: number, retentionMs?: number) {
    this.#random = random
    this.#retentionMs = retentionMs
    this.#events = sampleEvents({ seed, startMs: Date.now() - 3_600_000, intervalMs: 1 })
  }

  get acknowledged(): number {
    return this.#acknowledged.size
  }

  nextBatch(): SampleEvent[] {
    const again = this.#random.below(4) === 0 ? this.#again.pop() : undefined
    if (again !== undefined) return again
    const batch = Array.from({ length: 1 + this.#random.below(200) }, () => this.#next())
    for (const event of batch) this.#sent.set(event.id, event)
    return this.#random.below(4) === 0 ? [...batch, batch[0]!] : batch
  }

  answered(batch: readonly SampleEvent[]): void {
    for (const { id } of batch) this.#acknowledged.add(id)
    if (this.#random.below(8) === 0) this.#again.push([...batch])
  }

  unanswered(batch: readonly SampleEvent[]): void {
    this.#again.push([...batch])
  }

  /** Reads a whole trail as NDJSON. */
  async compare(trail: Readable): Promise<Findings> {
    const ids = new Set<string>()
    const receipts: (string | undefined)[] = []
    let [repeated, changed] = [0, 0]
    for await (const line of createInterface({ input: trail })) {
      const { seq, receivedAt, ...event } = JSON.parse(line) as AuditEvent
      if (ids.has(event.id) || receipts[seq] !== undefined) repeated++
      ids.add(event.id)
      receipts[seq] = receivedAt
      if (this.#sent.has(event.id) && !isDeepStrictEqual(event, this.#sent.get(event.id))) changed++
    }
    let [gaps, last] = [0, '']
    for (let seq = 1; seq < receipts.length; seq++) {
      const receivedAt = receipts[seq]
      if (receivedAt === undefined) gaps++
      else if (receivedAt < last) changed++
      last = receivedAt ?? last
    }
    const lost = [...this.#acknowledged].filter((id) => !ids.has(id) && this.#mustBeThere(id)).length
    return { lost, repeated, gaps: this.#retentionMs === undefined ? gaps : 0, changed }
  }

  #next(): SampleEvent {
    const event = this.#events.next().value
    if (this.#retentionMs === undefined) return event
    return { ...event, timestamp: new Date(Date.now() - this.#random.below(this.#retentionMs)).toISOString() }
  }

  #mustBeThere(id: string): boolean {
    return this.#retentionMs === undefined || Date.parse(this.#sent.get(id)!.timestamp) > Date.now() - this.#retentionMs
  }
}
