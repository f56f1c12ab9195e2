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
  /** Seqs below the last one that no event has. */
  readonly gaps: number
  /** There, but not as sent. */
  readonly changed: number
  readonly stored: number
}

/** Stands outside the daemon: what was sent to it, and what it has answered for. */
export class Witness {
  readonly acknowledged = new Set<string>()
  readonly #random: Random
  readonly #events: Generator<SampleEvent, never>
  readonly #sent = new Map<string, SampleEvent>()
  /** Batches of unknown outcome, and some that were answered; both are sent again. */
  readonly #again: SampleEvent[][] = []

  constructor(random: Random, seed: number) {
    this.#random = random
    this.#events = sampleEvents({ seed, startMs: Date.now() - 3_600_000, intervalMs: 1 })
  }

  nextBatch(): SampleEvent[] {
    const again = this.#random.below(4) === 0 ? this.#again.pop() : undefined
    if (again !== undefined) return again
    const batch = Array.from({ length: 1 + this.#random.below(200) }, () => this.#events.next().value)
    for (const event of batch) this.#sent.set(event.id, event)
    return this.#random.below(4) === 0 ? [...batch, batch[0]!] : batch
  }

  answered(batch: SampleEvent[]): void {
    for (const { id } of batch) this.acknowledged.add(id)
    if (this.#random.below(8) === 0) this.#again.push(batch)
  }

  unanswered(batch: SampleEvent[]): void {
    this.#again.push(batch)
  }

  /** Reads a whole trail as NDJSON. */
  async compare(trail: Readable): Promise<Findings> {
    const ids = new Set<string>()
    const seqs = new Set<number>()
    let [repeated, changed, stored] = [0, 0, 0]
    for await (const line of createInterface({ input: trail })) {
      const { seq, receivedAt, ...event } = JSON.parse(line) as AuditEvent
      stored++
      if (ids.has(event.id)) repeated++
      ids.add(event.id)
      seqs.add(seq)
      if (this.#sent.has(event.id) && !isDeepStrictEqual(event, this.#sent.get(event.id))) changed++
    }
    const last = [...seqs].reduce((a, b) => Math.max(a, b), 0)
    const lost = [...this.acknowledged].filter((id) => !ids.has(id)).length
    return { lost, repeated, gaps: last - seqs.size, changed, stored }
  }
}
