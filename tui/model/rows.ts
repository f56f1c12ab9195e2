import type { AuditEvent } from '../../protocol/event.js'
import { type Entry, isNotice, type Notice, type Tape } from './tape.js'

/** How the rows go on at one end of what was fetched: nothing more, or more behind this cursor (without one: behind the last row). */
export type Edge = 'end' | { readonly cursor?: string }

/** Rows that came or went at `at`; what stood there or behind moves by `by`. */
export interface Shift {
  readonly at: number
  readonly by: number
}

export interface Window {
  /** In the order of the list: by timestamp, then seq, the oldest first. */
  readonly events: readonly AuditEvent[]
  readonly older: Edge
  readonly newer: Edge
}

/** History kept while it is followed; what is beyond is fetched again by who scrolls there. */
const MAX_FOLLOWED = 10_000
/** Looking through more in one direction would be felt in the typing. */
const MAX_PREVIEWED = 20_000

/**
 * The rows of the list: events fetched from the trail's history that match the
 * filter, then those of the tape that do. Where history was not fetched up to the
 * tape, a notice stands between. History is in order of time, the tape in order of
 * arrival; an event is in one of them, as every seq above `base` is the tape's.
 */
export class Rows {
  #history: AuditEvent[] = []
  #older: Edge = 'end'
  #newer: Edge = 'end'
  /** Ordinals of the tape's entries that match, from `#head` on. */
  #matching: number[] = []
  #head = 0
  /** How many of them are notices. */
  #notices = 0
  #matches: (event: AuditEvent) => boolean = () => true

  constructor(
    readonly tape: Tape,
    public base: number,
    readonly maxHistory: number,
  ) {}

  get older(): Edge {
    return this.#older
  }
  get newer(): Edge {
    return this.#newer
  }
  get history(): readonly AuditEvent[] {
    return this.#history
  }
  get length(): number {
    return this.tapeStart + this.#matching.length - this.#head
  }
  /** Rows that are events. */
  get eventCount(): number {
    return this.length - this.#hole - this.#notices
  }
  get #hole(): number {
    return this.#newer === 'end' ? 0 : 1
  }
  /** The row where those of the tape begin. */
  get tapeStart(): number {
    return this.#history.length + this.#hole
  }

  at(index: number): Entry | undefined {
    const fetched = this.#history[index]
    if (fetched !== undefined) return fetched
    if (this.#hole === 1 && index === this.#history.length) return this.#unloaded()
    const ordinal = this.#matching[this.#head + index - this.tapeStart]
    return ordinal === undefined || index < 0 ? undefined : this.tape.at(ordinal)
  }

  #unloaded(): Notice {
    return { notice: 'unloaded', seq: this.#history.at(-1)?.seq ?? this.base }
  }

  /** What came live. `keepAll`: nothing may go from the front, as somebody reads there. */
  push(entry: Entry, keepAll: boolean): { matched: boolean; shift?: Shift } {
    const notice = isNotice(entry)
    const matched = notice || this.#matches(entry)
    if (notice) this.#notices++
    if (matched) this.#matching.push(this.tape.end)
    const evicted = this.tape.push(entry)
    const shift = evicted === undefined ? undefined : this.#evict(evicted, keepAll)
    return { matched, ...(shift && { shift }) }
  }

  #evict(evicted: Entry, keepAll: boolean): Shift | undefined {
    this.base = Math.max(this.base, evicted.seq)
    if (isNotice(evicted)) this.#notices--
    if (this.#matching[this.#head] !== this.tape.first - 1) return undefined
    this.#head++
    if (this.#head > 4096 && this.#head * 2 > this.#matching.length) {
      this.#matching = this.#matching.slice(this.#head)
      this.#head = 0
    }
    const at = this.#history.length
    if (this.#newer !== 'end') return { at: at + 1, by: -1 }
    if (isNotice(evicted)) return { at, by: -1 }
    if (at >= this.maxHistory && keepAll) {
      this.#newer = {}
      return undefined
    }
    this.#history.push(evicted)
    return keepAll || at < MAX_FOLLOWED ? undefined : this.#forgetOldest(at + 1 - MAX_FOLLOWED / 2)
  }

  #forgetOldest(count: number): Shift {
    this.#history.splice(0, count)
    this.#older = {}
    return { at: 0, by: -count }
  }

  /** The rows under another filter, as far as they are loaded; `setWindow` brings the rest. */
  filter(matches: (event: AuditEvent) => boolean): void {
    this.#matches = matches
    this.#history = this.#history.filter(matches)
    this.#matching = []
    this.#head = 0
    this.#notices = 0
    for (let ordinal = this.tape.first; ordinal < this.tape.end; ordinal++) {
      const entry = this.tape.at(ordinal)
      if (isNotice(entry)) this.#notices++
      if (isNotice(entry) || matches(entry)) this.#matching.push(ordinal)
    }
  }

  /** How many loaded events another filter would leave. */
  countMatching(matches: (event: AuditEvent) => boolean): number {
    let count = this.#history.reduce((sum, event) => sum + Number(matches(event)), 0)
    for (let ordinal = this.tape.first; ordinal < this.tape.end; ordinal++) {
      const entry = this.tape.at(ordinal)
      if (!isNotice(entry) && matches(entry)) count++
    }
    return count
  }

  /** Loaded events as another filter would leave them: at most `count`, around an entry, else the newest. */
  preview(matches: (event: AuditEvent) => boolean, near: Entry | undefined, count: number): AuditEvent[] {
    const { tape } = this
    const fetched = this.#history.length
    const total = fetched + tape.length
    const at = (index: number) => this.#history[index] ?? tape.at(tape.first + index - fetched)
    let middle = total - 1
    if (near !== undefined) while (middle > 0 && at(middle).seq !== near.seq) middle--
    const collect = (from: number, by: 1 | -1, most: number): AuditEvent[] => {
      const found: AuditEvent[] = []
      const end = from + by * MAX_PREVIEWED
      for (let i = from; i !== end && i >= 0 && i < total && found.length < most; i += by) {
        const entry = at(i)
        if (!isNotice(entry) && matches(entry)) found.push(entry)
      }
      return found
    }
    const before = collect(middle, -1, count).reverse()
    const after = collect(middle + 1, 1, Math.max(count - before.length, near === undefined ? 0 : count >> 1))
    return [...before.slice(Math.max(0, before.length + after.length - count)), ...after]
  }

  setWindow({ events, older, newer }: Window): void {
    this.#history = events.filter(({ seq }) => seq <= this.base)
    this.#older = older
    this.#newer = newer
  }

  prepend({ events, older }: Pick<Window, 'events' | 'older'>): Shift {
    const first = this.#history[0]
    const fresh = first === undefined ? [...events] : events.filter((event) => compareByTime(event, first) < 0)
    this.#older = older
    this.#history = [...fresh, ...this.#history]
    if (this.#history.length > this.maxHistory) {
      this.#history.length = this.maxHistory
      this.#newer = {}
    }
    return { at: 0, by: fresh.length }
  }

  append({ events, newer }: Pick<Window, 'events' | 'newer'>): Shift {
    const last = this.#history.at(-1)
    const at = this.#history.length
    const holeBefore = this.#hole
    const fresh = events.filter(
      (event) => event.seq <= this.base && (last === undefined || compareByTime(event, last) > 0),
    )
    this.#newer = newer
    this.#history.push(...fresh)
    return { at: at + holeBefore, by: fresh.length + this.#hole - holeBefore }
  }

  /** Where the event is, or the row before the place where it would be. */
  indexNear(event: Entry): number {
    if (event.seq > this.base) {
      const at = lowerBound(this.#head, this.#matching.length, (i) => this.tape.at(this.#matching[i]!).seq < event.seq)
      const exact = at < this.#matching.length && this.tape.at(this.#matching[at]!).seq === event.seq
      return Math.max(0, this.tapeStart + at - this.#head - (exact ? 0 : 1))
    }
    if (isNotice(event)) return Math.max(0, this.#history.length - 1)
    const at = lowerBound(0, this.#history.length, (i) => compareByTime(this.#history[i]!, event) < 0)
    const exact = this.#history[at]?.seq === event.seq
    return Math.min(Math.max(0, this.length - 1), Math.max(0, at - (exact ? 0 : 1)))
  }
}

type Ordered = Pick<AuditEvent, 'timestamp' | 'seq'>

export function compareByTime(a: Ordered, b: Ordered): number {
  if (a.timestamp !== b.timestamp) return a.timestamp < b.timestamp ? -1 : 1
  return a.seq - b.seq
}

/** The first place from which on `before` no longer holds. */
function lowerBound(from: number, to: number, before: (i: number) => boolean): number {
  let [low, high] = [from, to]
  while (low < high) {
    const middle = (low + high) >> 1
    if (before(middle)) low = middle + 1
    else high = middle
  }
  return low
}
