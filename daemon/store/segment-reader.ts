import { TrailError } from '../../protocol/error.js'
import type { AuditEvent } from '../../protocol/event.js'
import { formatTime } from '../../protocol/time.js'
import { BLOCK_ROWS, type Block, decodeBlock } from './block.js'
import { eventOf } from './body.js'
import { type ColumnValues, decodeValues } from './column-values.js'
import { COLUMNS } from './columns.js'
import type { Database, Snapshot } from './database.js'
import type { Dictionary } from './dictionary.js'
import { placeKey, SPACE, valuesKey } from './keys.js'
import { uint16s, uint32s } from './numbers.js'
import { PART } from './place-segment.js'
import { Recent } from './recent.js'
import { receivedAtMs, type Segment, seqOfRow } from './segment.js'
import { decodeTimestamps } from './timestamps.js'
import { readTwinned } from './twin.js'

/** Reads parts of sealed segments, verified, as of one snapshot. Each call blocks for a few reads. Throws `damaged`. */
export interface SegmentReader {
  values(segment: Segment, column: number): ColumnValues
  /** The ordinal of each row, or undefined where all rows have the one value. */
  ordinals(segment: Segment, column: number): Uint8Array | Uint16Array | undefined
  timestampsMs(segment: Segment): Float64Array
  /** Two words a slot, holes included. */
  idHashes(segment: Segment): Uint32Array
  /** The events of these rows, in that order. */
  events(segment: Segment, rows: ArrayLike<number>): AuditEvent[]
  /** The same rows as they are stored. */
  stored(segment: Segment, rows: ArrayLike<number>): StoredRows
  block(segment: Segment, number: number): Block
  /** The leaf hashes of the holes, in order of slots. */
  holeHashes(segment: Segment): Buffer
  /** Reads all columns from the disk, whatever is remembered of them. Returns how many bytes that were. */
  verifyColumns(segment: Segment): number
  /** The same of one block. */
  verifyBlock(segment: Segment, number: number): number
}

/** A row as it is stored: where in its block, and what stands beside that. */
export interface StoredRow {
  readonly block: Block
  readonly within: number
  readonly seq: number
  readonly timestampMs: number
  readonly receivedAtMs: number
}

export interface StoredRows {
  /** By column. */
  readonly values: readonly ColumnValues[]
  readonly rows: Iterable<StoredRow>
}

/**
 * What was read last, verified and decoded, for all readers of one thread: a page
 * asks for much of what the page before it asked for. About 40 MB when full.
 */
export interface SegmentCache {
  readonly blocks: Recent<number, Block>
  /** Of the blocks. */
  readonly presets: Recent<number, Buffer>
  readonly times: Recent<number, Float64Array>
  readonly values: Recent<number, ColumnValues>
  readonly ordinals: Recent<number, Uint8Array | Uint16Array>
}

export function segmentCache(): SegmentCache {
  return {
    blocks: new Recent(512),
    presets: new Recent(1024),
    times: new Recent(256),
    values: new Recent(4096),
    ordinals: new Recent(2048),
  }
}

/** That are told apart: no view stays open for so many. */
const REVISIONS = 128

export function segmentReader(
  database: Database,
  dictionary: Dictionary,
  snapshot: Snapshot | undefined,
  cache: SegmentCache,
): SegmentReader {
  const read = (key: Buffer, { place }: Segment, part: string, from = database.read): Buffer => {
    const what = `${part} of segment ${place.seq}`
    const bytes = from(key, what, snapshot)
    if (bytes === undefined) throw new TrailError('damaged', `Cannot read ${what}: it is missing`)
    return bytes
  }
  const part = (segment: Segment, number: number, what: string) =>
    read(placeKey(SPACE.ordinals, segment.place, [number]), segment, what)
  // A segment is only ever replaced by one of fewer rows or a higher revision, so those and its place name its content: 2 × 4096 is room for place and rows.
  const name = ({ place, rows, revision }: Segment, number: number) =>
    ((place.seq - 1) * 2 + rows) * 256 + number + (revision % REVISIONS) * 2 ** 46

  const block = (segment: Segment, number: number): Block =>
    cache.blocks.get(name(segment, number), () => {
      const preset = cache.presets.get(name(segment, 0), () =>
        part(segment, PART.deflateDictionary, 'the preset dictionary'),
      )
      const deflated = read(placeKey(SPACE.block, segment.place, [number]), segment, `block ${number}`)
      return decodeBlock(deflated, Math.min(BLOCK_ROWS, segment.rows - number * BLOCK_ROWS), preset)
    })
  const valueBytes = (segment: Segment, column: number): Buffer =>
    read(valuesKey(column, segment.place), segment, `the values of ${COLUMNS[column]?.name}`, (key, what, at) =>
      readTwinned(database, key, what, at),
    )
  const values = (segment: Segment, column: number): ColumnValues =>
    segment.values[column] ??
    cache.values.get(name(segment, column), () => decodeValues(valueBytes(segment, column), column, dictionary))
  const timestampsMs = (segment: Segment): Float64Array =>
    cache.times.get(name(segment, 0), () => decodeTimestamps(part(segment, PART.timestamps, 'the timestamps'), segment))
  const stored = (segment: Segment, rows: ArrayLike<number>): StoredRows => ({
    values: COLUMNS.map((_, column) => values(segment, column)),
    rows: storedRows(segment, rows),
  })
  function* storedRows(segment: Segment, rows: ArrayLike<number>): Generator<StoredRow> {
    const stamps = timestampsMs(segment)
    let number = -1
    let from: Block | undefined
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!
      const within = row % BLOCK_ROWS
      if (from === undefined || number !== (row - within) / BLOCK_ROWS) {
        number = (row - within) / BLOCK_ROWS
        from = block(segment, number)
      }
      const seq = seqOfRow(segment, row)
      yield { block: from, within, seq, timestampMs: stamps[row]!, receivedAtMs: receivedAtMs(segment, seq) }
    }
  }

  return {
    values,
    timestampsMs,
    ordinals(segment, column) {
      if (values(segment, column).counts.length <= 1) return undefined
      return cache.ordinals.get(name(segment, column), () => {
        const bytes = part(segment, column, `the column ${COLUMNS[column]?.name}`)
        return bytes[0] === 1 ? bytes.subarray(2) : uint16s(bytes, 2)
      })
    },
    idHashes: (segment) => uint32s(read(placeKey(SPACE.idHashes, segment.place), segment, 'the id hashes')),
    holeHashes: (segment) =>
      segment.holes.length === 0 ? Buffer.alloc(0) : part(segment, PART.holeHashes, 'the hole hashes'),
    verifyColumns(segment) {
      let bytes = part(segment, PART.timestamps, 'the timestamps').length
      if (segment.rows > 0) bytes += part(segment, PART.deflateDictionary, 'the preset dictionary').length
      for (const [column, { name: what }] of COLUMNS.entries()) {
        bytes += valueBytes(segment, column).length
        if (values(segment, column).counts.length > 1) bytes += part(segment, column, `the column ${what}`).length
      }
      return bytes
    },
    verifyBlock: (segment, number) =>
      read(placeKey(SPACE.block, segment.place, [number]), segment, `block ${number}`).length,
    block,
    stored,
    events(segment, rows) {
      // A page takes one row of a segment and needs few of its columns.
      const read: ColumnValues[] = []
      const value = (column: number, ordinal: number) => {
        const found = read[column] ?? values(segment, column)
        read[column] = found
        return found.text(ordinal)
      }
      return Array.from(
        storedRows(segment, rows),
        ({ block: { ordinal, body }, within, seq, timestampMs, receivedAtMs }) =>
          eventOf(body(within), (column) => value(column, ordinal(column, within)), {
            seq,
            timestamp: formatTime(timestampMs),
            receivedAt: formatTime(receivedAtMs),
          }),
      )
    },
  }
}
