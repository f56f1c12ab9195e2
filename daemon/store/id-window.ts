/**
 * Which ids were seen among the newest events: 64-bit hashes to seqs, in
 * generations of open-addressing tables. The oldest generation is forgotten whole,
 * so at least `size` ids are always remembered, at most a quarter more.
 * 63 MB for 2 million.
 */
export class IdWindow {
  readonly #perGeneration: number
  #generations: Generation[] = [new Generation(1024)]

  constructor(size: number) {
    this.#perGeneration = Math.max(1, Math.ceil(size / 4))
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
      newest = new Generation(1024)
      this.#generations = [...this.#generations.slice(-4), newest]
    }
    newest.add(high, low, seq)
  }
}

/** Seqs are kept as 32 bits above the first one of the generation. */
class Generation {
  count = 0
  #firstSeq = 0
  #mask: number
  /** Three words a slot: high, low, seq - firstSeq + 1 (0: empty). */
  #slots: Uint32Array

  constructor(capacity: number) {
    this.#mask = capacity - 1
    this.#slots = new Uint32Array(3 * capacity)
  }

  find(high: number, low: number, found: number[]): void {
    const slots = this.#slots
    for (let i = low & this.#mask; slots[3 * i + 2] !== 0; i = (i + 1) & this.#mask) {
      if (slots[3 * i] === high && slots[3 * i + 1] === low) found.push(slots[3 * i + 2]! - 1 + this.#firstSeq)
    }
  }

  add(high: number, low: number, seq: number): void {
    if (this.count === 0) this.#firstSeq = seq
    if (++this.count > (this.#mask + 1) * 0.7) this.#grow()
    this.#put(high, low, seq - this.#firstSeq + 1)
  }

  #put(high: number, low: number, place: number): void {
    const slots = this.#slots
    let i = low & this.#mask
    while (slots[3 * i + 2] !== 0) i = (i + 1) & this.#mask
    slots[3 * i] = high
    slots[3 * i + 1] = low
    slots[3 * i + 2] = place
  }

  #grow(): void {
    const old = this.#slots
    this.#slots = new Uint32Array(old.length * 2)
    this.#mask = this.#mask * 2 + 1
    for (let i = 0; i < old.length; i += 3) if (old[i + 2] !== 0) this.#put(old[i]!, old[i + 1]!, old[i + 2]!)
  }
}
