import type { AuditEvent } from '../../protocol/event.js'
import type { SeqRange } from '../../protocol/request.js'
import { BLOCK_ROWS } from './block.js'
import { COLUMNS, columnValues } from './columns.js'
import { type Damage, damageIn, seqsOf } from './damage.js'
import { eventIdHash, eventLeaf } from './event-leaf.js'
import { holesBySlot } from './hole-slots.js'
import { treeRoot } from './merkle.js'
import { SEGMENT_EVENTS, type Segment, seqOfRow } from './segment.js'
import type { SegmentReader } from './segment-reader.js'

/** Reads all of a segment, and compares its parts with each other and with its Merkle root. Returns what is wrong; `onErased` is told of the events in which somebody was erased. */
export function checkSegment(
  reader: SegmentReader,
  segment: Segment,
  idSeed: number,
  onErased: (event: AuditEvent) => void = () => {},
): Damage[] {
  const found: Damage[] = []
  const attempt = <T>(seqs: SeqRange, read: () => T): T | undefined => {
    try {
      return read()
    } catch (error) {
      found.push({ from: seqs.from, to: seqs.to, problem: damageIn(error).message })
      return undefined
    }
  }
  const whole = seqsOf(segment)
  const differs = (problem: string, seqs = whole) => found.push({ ...seqs, problem })

  const columns = COLUMNS.map((_, column) => attempt(whole, () => readColumn(reader, segment, column, differs)))
  attempt(whole, () => checkTimes(reader, segment, differs))
  const idHashes = attempt(whole, () => reader.idHashes(segment))
  const holeHashes = attempt(whole, () => reader.holeHashes(segment))
  if (found.length > 0) return found

  const events: AuditEvent[] = []
  for (let first = 0; first < segment.rows; first += BLOCK_ROWS) {
    const rows = Array.from({ length: Math.min(BLOCK_ROWS, segment.rows - first) }, (_, i) => first + i)
    const seqs = { from: seqOfRow(segment, first), to: seqOfRow(segment, rows.at(-1)!) }
    const block = attempt(seqs, () => reader.events(segment, rows)) ?? []
    events.push(...block)
    for (const event of block) if (event.erased !== undefined) onErased(event)
    for (const [i, event] of block.entries()) {
      const values = columnValues(event)
      const column = columns.findIndex((textOf, c) => textOf?.(first + i) !== values[c])
      if (column >= 0)
        differs(`Block and column differ in ${COLUMNS[column]?.name}`, { from: event.seq, to: event.seq })
    }
  }
  if (found.length > 0) return found
  checkHashes(segment, events, idHashes!, holeHashes!, idSeed, differs)
  return found
}

type Differs = (problem: string, seqs?: SeqRange) => void

/** How to read the value of a row. */
function readColumn(
  reader: SegmentReader,
  segment: Segment,
  column: number,
  differs: Differs,
): (row: number) => string {
  const { counts, text } = reader.values(segment, column)
  const ordinals = reader.ordinals(segment, column)
  const seen = new Uint16Array(counts.length)
  for (let row = 0; row < segment.rows; row++) seen[ordinals?.[row] ?? 0]!++
  if (seen.some((count, ordinal) => count !== counts[ordinal]) || (segment.rows > 0 && counts.length === 0))
    differs(`The counts of the column ${COLUMNS[column]?.name} are not those of its rows`)
  return (row) => text(ordinals?.[row] ?? 0)
}

function checkTimes(reader: SegmentReader, segment: Segment, differs: Differs): void {
  const { rows, minMs, maxMs } = segment
  const times = reader.timestampsMs(segment)
  if (times.length !== rows) differs(`There are ${times.length} timestamps for ${rows} events`)
  else if (rows > 0 && (Math.min(...times) !== minMs || Math.max(...times) !== maxMs))
    differs('The timestamps are not within those of the header')
}

function checkHashes(
  segment: Segment,
  events: readonly AuditEvent[],
  idHashes: Uint32Array,
  holeHashes: Buffer,
  idSeed: number,
  differs: Differs,
): void {
  const holes = holesBySlot(segment, holeHashes)
  const leaves: Uint8Array[] = []
  for (const [slot, { leafHash: leaf }] of holes) leaves[slot] = leaf
  const hash = new Uint32Array(2)
  for (const event of events) {
    const slot = event.seq - segment.place.seq
    leaves[slot] = eventLeaf(event)
    eventIdHash(event, idSeed, hash)
    if (idHashes[2 * slot] !== hash[0] || idHashes[2 * slot + 1] !== hash[1])
      differs('The id hash is not that of the event', { from: event.seq, to: event.seq })
  }
  if (holes.size + events.length !== SEGMENT_EVENTS) differs('Holes and events do not make up the segment')
  // Of what was lost the leaf is not known: then nothing can be said.
  else if (![...holes.values()].some(({ leafHash: leaf }) => isUnknown(leaf)) && !treeRoot(leaves).equals(segment.root))
    differs("The events do not give the segment's Merkle root")
}

export function isUnknown(leaf: Uint8Array): boolean {
  return leaf.every((byte) => byte === 0)
}
