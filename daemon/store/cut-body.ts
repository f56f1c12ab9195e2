import type { Sink } from '../print/sink.js'
import { BIN_8 } from './body.js'
import { mapAt, PART_OF_ROW } from './packed-row.js'

/** A body is an array of four. */
const BODY = 0x94

/** Cuts the body out of a packed row, whose parts begin at `offsets`; `ip`, where the member of the context lies that is left out. */
export function putBody(
  sink: Sink,
  row: Buffer,
  offsets: Uint32Array,
  ip: { readonly key: number; readonly end: number } | undefined,
): void {
  const id = offsets[PART_OF_ROW.id]!
  const rest = offsets[PART_OF_ROW.changes]!
  const end = offsets[PART_OF_ROW.details + 1]!
  // One byte for the array, up to four more for the head of the context.
  sink.reserve(1 + offsets[PART_OF_ROW.workspace]! - id + end - rest + 4)
  const out = sink.bytes
  out[sink.at++] = BODY
  if (!putPackedUuid(sink, row, id)) copy(sink, row, id, offsets[PART_OF_ROW.workspace]!)
  if (ip === undefined) {
    copy(sink, row, rest, end)
    return
  }
  const context = offsets[PART_OF_ROW.context]!
  const { count, start } = mapAt(row, context)
  copy(sink, row, rest, context)
  out[sink.at] = MAP_16
  sink.at = out.writeUInt16BE(count - 1, sink.at + 1)
  copy(sink, row, start, ip.key)
  copy(sink, row, ip.end, end)
}

function copy(sink: Sink, bytes: Buffer, from: number, to: number): void {
  bytes.copy(sink.bytes, sink.at, from, to)
  sink.at += to - from
}

const MAP_16 = 0xde
const STR_8 = 0xd9
const UUID_LENGTH = 36
const DASH = 0x2d
/** By character code, what a digit of a UUID stands for; those in capitals are texts that are not written so again. */
const NIBBLES = new Int8Array(256).fill(-1)
for (const [value, digit] of [...'0123456789abcdef'].entries()) NIBBLES[digit.charCodeAt(0)] = value

/** Puts the packed text at `at` as 16 bytes, if it is a UUID. */
function putPackedUuid(sink: Sink, bytes: Buffer, at: number): boolean {
  if (bytes[at] !== STR_8 || bytes[at + 1] !== UUID_LENGTH) return false
  const out = sink.bytes
  let to = sink.at
  out[to++] = BIN_8
  out[to++] = 16
  for (let i = at + 2; i < at + 2 + UUID_LENGTH; i += 2) {
    const place = i - at - 2
    if (place === 8 || place === 13 || place === 18 || place === 23) {
      if (bytes[i] !== DASH) return false
      i++
    }
    const [high, low] = [NIBBLES[bytes[i]!]!, NIBBLES[bytes[i + 1]!]!]
    if (high < 0 || low < 0) return false
    out[to++] = (high << 4) | low
  }
  sink.at = to
  return true
}
