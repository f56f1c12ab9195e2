import { skipPacked } from '../print/skip-packed.js'

/** The places of the parts of a row (see `row.ts`) that sealing reads as they are packed. */
export const PART_OF_ROW = {
  id: 0,
  workspace: 1,
  action: 2,
  area: 3,
  outcome: 4,
  actor: 5,
  resourceType: 9,
  resource: 10,
  changes: 12,
  context: 13,
  details: 14,
} as const

const PARTS = 15
/** How MessagePack begins an array of 15. */
const ROW = 0x9f

/** Where the parts of a row begin; behind them, where it ends. */
export const rowOffsets = (): Uint32Array => new Uint32Array(PARTS + 1)

export function readRowOffsets(row: Uint8Array, offsets: Uint32Array): void {
  if (row[0] !== ROW) throw new Error(`Cannot read a row that begins with ${row[0]}`)
  let at = 1
  for (let part = 0; part < PARTS; part++) {
    offsets[part] = at
    at = skipPacked(row, at)
  }
  offsets[PARTS] = at
}

/** The text that is packed at `at`; undefined for nil. */
export function packedText(bytes: Buffer, at: number): string | undefined {
  const type = bytes[at]!
  if (type >= 0xa0 && type < 0xc0) return bytes.toString('utf8', at + 1, at + 1 + (type & 31))
  if (type < 0xd9 || type > 0xdb) return undefined
  const size = 1 << (type - 0xd9)
  const start = at + 1 + size
  return bytes.toString('utf8', start, start + bytes.readUIntBE(at + 1, size))
}

/** Where the member of that (packed) key lies in the map at `at`: its key, its value and its end. Undefined where it is no text. */
export function textMemberOf(
  bytes: Buffer,
  at: number,
  key: Uint8Array,
): { readonly key: number; readonly value: number; readonly end: number } | undefined {
  const map = mapAt(bytes, at)
  let next = map.start
  for (let i = 0; i < map.count; i++) {
    const value = skipPacked(bytes, next)
    const end = skipPacked(bytes, value)
    if (value - next === key.length && bytes.compare(key, 0, key.length, next, value) === 0)
      return packedText(bytes, value) === undefined ? undefined : { key: next, value, end }
    next = end
  }
  return undefined
}

/** How many members the map at `at` has, and where the first begins. Of nil: none. */
export function mapAt(bytes: Buffer, at: number): { readonly count: number; readonly start: number } {
  const type = bytes[at]!
  if (type >= 0x80 && type < 0x90) return { count: type & 15, start: at + 1 }
  if (type === 0xde) return { count: bytes.readUInt16BE(at + 1), start: at + 3 }
  if (type === 0xdf) return { count: bytes.readUInt32BE(at + 1), start: at + 5 }
  return { count: 0, start: at }
}
