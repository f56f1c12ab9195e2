/**
 * The value of one write-ahead batch: events that shared a commit, waiting to be
 * sealed. Layout in FORMAT.md.
 */
export interface WriteAhead {
  readonly receivedAtMs: number
  readonly firstSeq: number
  readonly timestampsMs: Float64Array
  readonly rows: readonly Uint8Array[]
}

export function encodeWriteAhead(timestampsMs: readonly number[], rows: readonly Uint8Array[]): Buffer {
  const count = rows.length
  const head = Buffer.allocUnsafe(4 + 12 * count)
  head.writeUInt32LE(count, 0)
  for (let i = 0; i < count; i++) {
    head.writeDoubleLE(timestampsMs[i]!, 4 + 8 * i)
    head.writeUInt32LE(rows[i]!.length, 4 + 8 * count + 4 * i)
  }
  return Buffer.concat([head, ...rows])
}

export function decodeWriteAhead(value: Buffer, place: { receivedAtMs: number; seq: number }): WriteAhead {
  const count = value.readUInt32LE(0)
  const timestampsMs = new Float64Array(count)
  const rows: Uint8Array[] = []
  let at = 4 + 12 * count
  for (let i = 0; i < count; i++) {
    timestampsMs[i] = value.readDoubleLE(4 + 8 * i)
    const length = value.readUInt32LE(4 + 8 * count + 4 * i)
    rows.push(value.subarray(at, at + length))
    at += length
  }
  return { receivedAtMs: place.receivedAtMs, firstSeq: place.seq, timestampsMs, rows }
}
