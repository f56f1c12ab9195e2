/**
 * Which ids were seen among the newest events: 64-bit hashes to seqs, in
 * generations of open-addressing tables. The oldest generation is forgotten whole,
 * so at least `size` ids are always remembered, at most a quarter more.
 * 40 MB for 2 million.
 */
export class IdWindow {
  readonly #perGeneration: number
  #generations: Generation[]

  constructor(size: number) {
    this.#perGeneration = Math.max(1, Math.ceil(size / 4))
    this.#generations = [new Generation(this.#perGeneration)]
  }

  /** The seqs whose ids have this hash: candidates, to be confirmed. */
  find(high: number, low: number): number[] {
    const found: number[] = []
    for (const generation of this.#generations) generation.find(high, low, found)
    return found
  }

  add(high: number, low: number, seq: number): void {
    let newest = this.#generations.at(-1)!
    if (newest.count >= this.#perGeneration) {
      newest = new Generation(this.#perGeneration)
      this.#generations = [...this.#generations.slice(-4), newest]
    }
    newest.add(high, low, seq)
  }
}

/** Share of the slots that may be taken: most of the memory, and runs of taken slots still within a cache line or two. */
const FULL = 0.75
const FIRST_CAPACITY = 1024

/** Seqs are kept as 32 bits above the first one of the generation. */
class Generation {
  count = 0
  readonly #maxCapacity: number
  #firstSeq = 0
  #capacity = FIRST_CAPACITY
  /** Three words a slot: high, low, seq - firstSeq + 1 (0: empty). */
  #slots = new Uint32Array(3 * FIRST_CAPACITY)

  /** @param size How many it will hold at most: it never takes more room than they need. */
  constructor(size: number) {
    this.#maxCapacity = Math.ceil(size / FULL) + 1
  }

  find(high: number, low: number, found: number[]): void {
    const slots = this.#slots
    for (let i = this.#home(low); slots[3 * i + 2] !== 0; i = this.#next(i)) {
      if (slots[3 * i] === high && slots[3 * i + 1] === low) found.push(slots[3 * i + 2]! - 1 + this.#firstSeq)
    }
  }

  add(high: number, low: number, seq: number): void {
    if (this.count === 0) this.#firstSeq = seq
    if (++this.count > this.#capacity * FULL) this.#grow()
    this.#put(high, low, seq - this.#firstSeq + 1)
  }

  #home(low: number): number {
    return Math.floor((low / 2 ** 32) * this.#capacity)
  }

  #next(i: number): number {
    return i + 1 === this.#capacity ? 0 : i + 1
  }

  #put(high: number, low: number, place: number): void {
    const slots = this.#slots
    let i = this.#home(low)
    while (slots[3 * i + 2] !== 0) i = this.#next(i)
    slots[3 * i] = high
    slots[3 * i + 1] = low
    slots[3 * i + 2] = place
  }

  #grow(): void {
    const old = this.#slots
    this.#capacity = Math.min(2 * this.#capacity, this.#maxCapacity)
    this.#slots = new Uint32Array(3 * this.#capacity)
    for (let i = 0; i < old.length; i += 3) if (old[i + 2] !== 0) this.#put(old[i]!, old[i + 1]!, old[i + 2]!)
  }
}
