import { inflateRawSync } from 'node:zlib'
import { TrailError } from '../../protocol/error.js'
import type { AuditEvent } from '../../protocol/event.js'
import { formatTime } from '../../protocol/time.js'
import { guard, verify } from './checksum.js'
import { type ColumnValues, decodeValues, encodeValues } from './column-values.js'
import { COLUMNS } from './columns.js'
import type { Database, Operation, Snapshot } from './database.js'
import type { Dictionary } from './dictionary.js'
import { type Place, placeKey, placeOf, placeOfValues, rangeOf, SPACE, valuesKey } from './keys.js'
import { Recent } from './recent.js'
import { decodeRow } from './row.js'
import type { SealedSegment } from './seal.js'
import { BLOCK_ROWS, decodeHeader, MAX_SHARED_VALUES, receivedAtMs, type Segment, seqOfRow } from './segment.js'

/** Parts of a segment in the space `ordinals` that are no column. */
const PART = { timestamps: 0xfd, deflateDictionary: 0xfc, holeHashes: 0xfe } as const

/** The writes that put a segment, and what is kept of it in memory. Texts new to the dictionary are numbered at once. */
export function placeSegment(
  place: Place,
  sealed: SealedSegment,
  dictionary: Dictionary,
): { segment: Segment; operations: Operation[] } {
  const operations: Operation[] = []
  const put = (key: Buffer, value: Uint8Array) => operations.push({ type: 'put', key, value: guard(key, value) })
  const values = sealed.columns.map(({ texts, counts }, column): ColumnValues => {
    const ids = texts.length > MAX_SHARED_VALUES ? undefined : dictionary.intern(column, texts, operations)
    return { counts, ids, texts: ids === undefined ? texts : undefined }
  })
  put(placeKey(SPACE.header, place), sealed.header)
  for (const [column, { ordinals }] of sealed.columns.entries()) {
    put(valuesKey(column, place), encodeValues(values[column]!))
    if (ordinals[0] !== 0) put(placeKey(SPACE.ordinals, place, [column]), ordinals)
  }
  put(placeKey(SPACE.ordinals, place, [PART.timestamps]), sealed.timestamps)
  put(placeKey(SPACE.ordinals, place, [PART.deflateDictionary]), sealed.deflateDictionary)
  if (sealed.holeHashes.length > 0) put(placeKey(SPACE.ordinals, place, [PART.holeHashes]), sealed.holeHashes)
  put(placeKey(SPACE.idHashes, place), sealed.idHashes)
  for (const [block, body] of sealed.blocks.entries()) put(placeKey(SPACE.block, place, [block]), body)
  const header = decodeHeader(Buffer.from(sealed.header))
  return { segment: { ...header, place, values: values.slice(0, IN_MEMORY) }, operations }
}

/** The deletes that remove all of a segment but its id hashes, which the duplicate check still needs. */
export function removeSegment({ place, rows, holes }: Segment): Operation[] {
  const keys = [placeKey(SPACE.header, place)]
  for (const column of COLUMNS.keys()) keys.push(valuesKey(column, place), placeKey(SPACE.ordinals, place, [column]))
  keys.push(
    placeKey(SPACE.ordinals, place, [PART.timestamps]),
    placeKey(SPACE.ordinals, place, [PART.deflateDictionary]),
  )
  if (holes.length > 0) keys.push(placeKey(SPACE.ordinals, place, [PART.holeHashes]))
  for (let block = 0; block * BLOCK_ROWS < rows; block++) keys.push(placeKey(SPACE.block, place, [block]))
  return keys.map((key) => ({ type: 'del', key }))
}

/** About 25 KB each. */
const RECENT_BLOCKS = 128
/** 32 KB each. */
const RECENT_TIMES = 128

/** The columns kept in memory come first in COLUMNS. */
const IN_MEMORY = COLUMNS.filter(({ inMemory }) => inMemory).length

/** What is kept in memory of every segment, in seq order: headers and the values of the first columns, no bodies. */
export async function loadSegments(database: Database): Promise<Segment[]> {
  const segments = new Map<number, Segment & { values: ColumnValues[] }>()
  for await (const group of database.entries(rangeOf(SPACE.header))) {
    for (const [key, guarded] of group) {
      const place = placeOf(key)
      segments.set(place.seq, {
        ...decodeHeader(verify(key, guarded, `the header of segment ${place.seq}`)),
        place,
        values: [],
      })
    }
  }
  for (let column = 0; column < IN_MEMORY; column++) {
    for await (const group of database.entries(rangeOf(SPACE.values, Uint8Array.of(column)))) {
      for (const [key, guarded] of group) {
        const { seq } = placeOfValues(key)
        const values = decodeValues(verify(key, guarded, `the values of column ${column} of segment ${seq}`))
        segments.get(seq)?.values.push(values)
      }
    }
  }
  return [...segments.values()].sort((a, b) => a.place.seq - b.place.seq)
}

/** The same as of a snapshot, keeping what is known and has not changed. A segment is only ever replaced by one of fewer rows. */
export async function refreshSegments(
  database: Database,
  known: readonly Segment[],
  snapshot: Snapshot,
): Promise<Segment[]> {
  const bySeq = new Map(known.map((segment) => [segment.place.seq, segment]))
  const reader = segmentReader(database, snapshot)
  const segments: Segment[] = []
  for await (const group of database.entries(rangeOf(SPACE.header), snapshot)) {
    for (const [key, guarded] of group) {
      const place = placeOf(key)
      const before = bySeq.get(place.seq)
      const header = decodeHeader(verify(key, guarded, `the header of segment ${place.seq}`))
      if (before?.rows === header.rows) {
        segments.push(before)
        continue
      }
      const values: ColumnValues[] = []
      for (let column = 0; column < IN_MEMORY; column++)
        values.push(reader.values({ ...header, place, values: [] }, column))
      segments.push({ ...header, place, values })
    }
  }
  return segments.sort((a, b) => a.place.seq - b.place.seq)
}

/** Reads parts of sealed segments, verified, as of one snapshot. Each call blocks for a few reads. */
export interface SegmentReader {
  values(segment: Segment, column: number): ColumnValues
  /** The ordinal of each row, or undefined where all rows have the one value. */
  ordinals(segment: Segment, column: number): Uint8Array | Uint16Array | undefined
  timestampsMs(segment: Segment): Float64Array
  /** Two words a slot, holes included. */
  idHashes(segment: Segment): Uint32Array
  /** The events of these rows, in that order. */
  events(segment: Segment, rows: ArrayLike<number>): AuditEvent[]
}

export function segmentReader(database: Database, snapshot: Snapshot | undefined): SegmentReader {
  const read = (key: Buffer, { place }: Segment, part: string): Buffer => {
    const what = `${part} of segment ${place.seq}`
    const bytes = database.read(key, what, snapshot)
    if (bytes === undefined) throw new TrailError('damaged', `Cannot read ${what}: it is missing`)
    return bytes
  }
  // Rows asked for in order of time may come from many segments in turn.
  const blocks = new Recent<string, Buffer>(RECENT_BLOCKS)
  const times = new Recent<Segment, Float64Array>(RECENT_TIMES)
  const block = (segment: Segment, number: number): Buffer =>
    blocks.get(`${segment.place.seq}/${number}/${segment.rows}`, () => {
      const dictionary = read(
        placeKey(SPACE.ordinals, segment.place, [PART.deflateDictionary]),
        segment,
        'the preset dictionary',
      )
      const deflated = read(placeKey(SPACE.block, segment.place, [number]), segment, `block ${number}`)
      return inflateRawSync(deflated, { dictionary })
    })
  return {
    values: (segment, column) =>
      segment.values[column] ??
      decodeValues(read(valuesKey(column, segment.place), segment, `the values of ${COLUMNS[column]?.name}`)),
    ordinals(segment, column) {
      if (this.values(segment, column).counts.length <= 1) return undefined
      const bytes = read(
        placeKey(SPACE.ordinals, segment.place, [column]),
        segment,
        `the column ${COLUMNS[column]?.name}`,
      )
      const data = bytes.buffer.slice(bytes.byteOffset + 2, bytes.byteOffset + bytes.byteLength)
      return bytes[0] === 1 ? new Uint8Array(data) : new Uint16Array(data)
    },
    timestampsMs: (segment) =>
      times.get(segment, () => {
        const bytes = read(placeKey(SPACE.ordinals, segment.place, [PART.timestamps]), segment, 'the timestamps')
        return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
      }),
    idHashes(segment) {
      const bytes = read(placeKey(SPACE.idHashes, segment.place), segment, 'the id hashes')
      return new Uint32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength))
    },
    events(segment, rows) {
      const timestampsMs = this.timestampsMs(segment)
      return Array.from(rows, (row) => {
        const bytes = block(segment, Math.floor(row / BLOCK_ROWS))
        const first = Math.floor(row / BLOCK_ROWS) * BLOCK_ROWS
        const within = Math.min(BLOCK_ROWS, segment.rows - first)
        const i = row - first
        const start = 4 * within + (i === 0 ? 0 : bytes.readUInt32LE(4 * (i - 1)))
        const end = 4 * within + bytes.readUInt32LE(4 * i)
        const seq = seqOfRow(segment, row)
        return decodeRow(
          bytes.subarray(start, end),
          seq,
          formatTime(timestampsMs[row]!),
          formatTime(receivedAtMs(segment, seq)),
        )
      })
    },
  }
}

/** The leaf hashes of a segment's holes, in order of slots. */
export function readHoleHashes(database: Database, segment: Segment): Buffer {
  if (segment.holes.length === 0) return Buffer.alloc(0)
  const what = `the hole hashes of segment ${segment.place.seq}`
  const bytes = database.read(placeKey(SPACE.ordinals, segment.place, [PART.holeHashes]), what)
  if (bytes === undefined) throw new TrailError('damaged', `Cannot read ${what}: it is missing`)
  return bytes
}
