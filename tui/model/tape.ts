import type { AuditEvent } from '../../protocol/event.js'
import type { Gap } from '../../protocol/request.js'

/** What is shown between events: where the link was lost, what the trail no longer has, what was not loaded. */
export type Notice =
  | {
      readonly notice: 'offline'
      readonly seq: number
      readonly fromMs: number
      readonly toMs: number
      /** How often the link was lost in that time. */
      readonly times: number
      /** Why, in the words of the client. */
      readonly why?: string
      /** The last seq there was when the link was back. */
      readonly upTo: number
      readonly recovered: number
      readonly lost: number
      /** Why they are lost; each once. */
      readonly reasons: readonly Gap['reason'][]
    }
  | { readonly notice: 'gap'; readonly seq: number; readonly count: number; readonly reason: Gap['reason'] }
  | { readonly notice: 'unloaded'; readonly seq: number }

/** A row of the trail. A notice has the seq of the event before it. */
export type Entry = AuditEvent | Notice

export const isNotice = (entry: Entry): entry is Notice => 'notice' in entry

/** The newest entries that came live, in order of seq, whatever the filter; the oldest give way. */
export class Tape {
  readonly #ring: (Entry | undefined)[]
  #end = 0
  #first = 0

  constructor(readonly capacity: number) {
    this.#ring = new Array(capacity)
  }

  /** Ordinals count every entry there ever was: `first` is the oldest kept, `end` the next to come. */
  get first(): number {
    return this.#first
  }
  get end(): number {
    return this.#end
  }
  get length(): number {
    return this.#end - this.#first
  }

  at(ordinal: number): Entry {
    const entry = this.#ring[ordinal % this.capacity]
    if (ordinal < this.#first || ordinal >= this.#end || entry === undefined) {
      throw new RangeError(`Cannot read entry ${ordinal}: ${this.#first} to ${this.#end - 1} are kept`)
    }
    return entry
  }

  /** Returns the entry that gave way. */
  push(entry: Entry): Entry | undefined {
    const slot = this.#end % this.capacity
    const evicted = this.length === this.capacity ? this.#ring[slot] : undefined
    if (evicted !== undefined) this.#first++
    this.#ring[slot] = entry
    this.#end++
    return evicted
  }

  /** Another entry with the same seq in the place of one; nothing where that has given way. */
  replace(ordinal: number, entry: Entry): void {
    if (ordinal >= this.#first && ordinal < this.#end) this.#ring[ordinal % this.capacity] = entry
  }
}
