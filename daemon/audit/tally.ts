/** Counts how often each of some texts was met. Holds a bounded number of them, of bounded length, and counts the others together. */
export interface Tally {
  add(text: string): void
  /** Texts that are named. */
  readonly size: number
  entries(): { readonly text: string; readonly count: number }[]
  /** Times that a text was met which is not named. */
  readonly others: number
}

const MAX_TEXTS = 50
const MAX_LENGTH = 1000
/** Of all texts as JSON: with the others of its event far below the limit of one. */
const MAX_BYTES = 6000

export function createTally(): Tally {
  const counts = new Map<string, number>()
  let [bytes, others] = [0, 0]
  return {
    add(whole) {
      const text = cut(whole)
      const count = counts.get(text)
      const size = count === undefined ? Buffer.byteLength(JSON.stringify(text)) : 0
      if (count === undefined && (counts.size >= MAX_TEXTS || bytes + size > MAX_BYTES)) others++
      else {
        bytes += size
        counts.set(text, (count ?? 0) + 1)
      }
    },
    get size() {
      return counts.size
    },
    entries: () => [...counts].map(([text, count]) => ({ text, count })),
    get others() {
      return others
    },
  }
}

/** A text short enough for an event, and one that every reader can decode. */
export function cut(text: string): string {
  return (text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH - 1)}…`).toWellFormed()
}
