import { Packr } from 'msgpackr'

/** MessagePack without extensions: `useRecords: false` makes plain maps that any reader understands. */
const packr = new Packr({ useRecords: false, mapsAsObjects: true, int64AsType: 'number' })

/** The bytes may share a larger buffer: copy what is kept. */
export function pack(value: unknown): Buffer {
  return packr.pack(value)
}

export function unpack(bytes: Uint8Array): unknown {
  return packr.unpack(bytes)
}
