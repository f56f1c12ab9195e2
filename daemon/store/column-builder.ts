import type { SealedColumn } from './seal.js'

/** How many entries a table of texts has for each row: half of it stays empty, so that looking is short. */
const ROOM = 2

/**
 * Numbers the values of a column as they are packed: one that was seen before is
 * found by its bytes, and only a new one is made a text of.
 */
export class ColumnBuilder {
  /** The ordinal of each row. */
  readonly rows: number[] = []
  readonly #textOf: (bytes: Buffer, from: number, to: number) => string
  readonly #texts: string[] = []
  readonly #ordinals = new Map<string, number>()
  readonly #counts: number[] = []
  /** One more than the ordinal of the entry there; 0 where there is none. */
  readonly #table: Uint16Array
  readonly #entries: (readonly [bytes: Buffer, from: number, to: number, ordinal: number])[] = []

  constructor(rows: number, textOf: (bytes: Buffer, from: number, to: number) => string) {
    this.#textOf = textOf
    this.#table = new Uint16Array(2 ** Math.ceil(Math.log2(ROOM * Math.max(rows, 1))))
  }

  /** The ordinal of the value that is packed from `from` to `to`. */
  add(bytes: Buffer, from: number, to: number): number {
    const ordinal = this.#find(bytes, from, to)
    this.#counts[ordinal]!++
    this.rows.push(ordinal)
    return ordinal
  }

  text(ordinal: number): string {
    return this.#texts[ordinal]!
  }

  build(): SealedColumn {
    const distinct = this.#counts.length
    const width = distinct <= 1 ? 0 : distinct <= 256 ? 1 : 2
    const data =
      width === 0 ? [] : width === 1 ? Uint8Array.from(this.rows) : new Uint8Array(Uint16Array.from(this.rows).buffer)
    const ordinals = Buffer.concat([Buffer.of(width, 0), Buffer.from(data)])
    return { texts: this.#texts, counts: Uint16Array.from(this.#counts), ordinals }
  }

  #find(bytes: Buffer, from: number, to: number): number {
    const mask = this.#table.length - 1
    for (let slot = hashOf(bytes, from, to) & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#table[slot]!
      if (entry === 0) {
        const ordinal = this.#ordinalOf(this.#textOf(bytes, from, to))
        this.#entries.push([bytes, from, to, ordinal])
        this.#table[slot] = this.#entries.length
        return ordinal
      }
      const [seen, start, end, ordinal] = this.#entries[entry - 1]!
      if (isSame(seen, start, end, bytes, from, to)) return ordinal
    }
  }

  /** Two ways to pack one text are one value. */
  #ordinalOf(text: string): number {
    let ordinal = this.#ordinals.get(text)
    if (ordinal === undefined) {
      ordinal = this.#counts.length
      this.#ordinals.set(text, ordinal)
      this.#texts.push(text)
      this.#counts.push(0)
    }
    return ordinal
  }
}

function isSame(a: Buffer, start: number, end: number, b: Buffer, from: number, to: number): boolean {
  if (end - start !== to - from) return false
  for (let i = start, j = from; i < end; i++, j++) if (a[i] !== b[j]) return false
  return true
}

/** FNV-1a. */
function hashOf(bytes: Buffer, from: number, to: number): number {
  let hash = 0x811c9dc5
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i]!, 0x01000193)
  return hash ^ (hash >>> 15)
}
