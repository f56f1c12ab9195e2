import { FOLDING_TO_ASCII, foldCase } from '../../protocol/filter/fold.js'
import { BLOCK_ROWS, type Block } from '../store/block.js'
import { COLUMNS } from '../store/columns.js'
import { damageIn } from '../store/damage.js'
import type { Segment } from '../store/segment.js'
import type { View } from '../store/trail.js'

/**
 * Which rows may hold one of the needles (see `needles.ts`) in some text: the
 * values of columns are asked once each, bodies are searched as the bytes they are,
 * a block at a time. Says yes where it cannot tell, so whoever asks must look at
 * the events themselves.
 */
export function textRows(view: View, needles: readonly string[]): (segment: Segment, rows: Uint16Array) => Uint16Array {
  const holds = (text: string) => needles.some((needle) => text.includes(needle))
  /** By column and id of the dictionary: 1 yes, -1 no. */
  const known = COLUMNS.map((): number[] => [])

  const fromColumns = (segment: Segment, found: Uint8Array) => {
    for (const column of COLUMNS.keys()) {
      const { counts, ids, text } = view.reader.values(segment, column)
      const answers = Uint8Array.from(counts, (_, ordinal) => {
        const id = ids?.[ordinal]
        if (id === undefined) return Number(holds(foldCase(text(ordinal))))
        known[column]![id] ??= Number(holds(foldCase(text(ordinal))))
        return known[column]![id]!
      })
      if (!answers.includes(1)) continue
      const ordinals = view.reader.ordinals(segment, column)
      for (let row = 0; row < found.length; row++) if (answers[ordinals?.[row] ?? 0] === 1) found[row] = 1
    }
  }

  const fromBodies = (block: Block, first: number, count: number, found: Uint8Array) => {
    const begin = block.start(0)
    // A character for each byte; needles are ASCII, and no byte of another character looks like that.
    const bytes = block.bytes.toString('latin1', begin)
    const mark = (at: number) => {
      let [low, high] = [0, count - 1]
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if (block.start(middle) - begin <= at) low = middle
        else high = middle - 1
      }
      found[first + low] = 1
    }
    const folded = bytes.toLowerCase()
    for (const needle of needles) {
      for (let at = folded.indexOf(needle); at >= 0; at = folded.indexOf(needle, at + 1)) mark(at)
    }
    for (const { index } of bytes.matchAll(FOLDING_BYTES)) mark(index)
  }

  return (segment, rows) => {
    const found = new Uint8Array(segment.rows)
    try {
      fromColumns(segment, found)
    } catch (error) {
      // Bodies may still be read; whoever needs what is damaged tells of it.
      damageIn(error)
      return rows
    }
    for (let i = 0; i < rows.length; ) {
      const number = Math.floor(rows[i]! / BLOCK_ROWS)
      const first = number * BLOCK_ROWS
      const end = Math.min(first + BLOCK_ROWS, segment.rows)
      let undecided = false
      for (; i < rows.length && rows[i]! < end; i++) if (found[rows[i]!] === 0) undecided = true
      if (!undecided) continue
      try {
        fromBodies(view.reader.block(segment, number), first, end - first, found)
      } catch (error) {
        // The same.
        damageIn(error)
        found.fill(1, first, end)
      }
    }
    return rows.filter((row) => found[row] === 1)
  }
}

const FOLDING_BYTES = new RegExp(
  [...FOLDING_TO_ASCII].map((text) => Buffer.from(text).toString('latin1')).join('|'),
  'g',
)
