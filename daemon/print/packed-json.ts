import type { Sink } from './sink.js'

/** Thrown where the JSON of an event is better left to what knows the whole event; the sink may hold a part of it. */
export const AWKWARD = new Error('A value that is not printed as it is stored')

export interface PackedJson {
  /** Where it reads. */
  at: number
  /** The JSON of the value there; `at` is behind it then. `member`, one member more of a map: its printed key and value. */
  value(bytes: Buffer, member?: Uint8Array): void
  /** Passes over the value there. */
  skip(bytes: Buffer): void
  /** Passes over the map there; the answer is the value under the key, as it is packed. */
  find(bytes: Buffer, key: Uint8Array): Buffer | undefined
}

/**
 * Prints MessagePack as JSON, byte by byte, as `JSON.stringify` would print the
 * values: no value is made, and text is copied as the UTF-8 that it is. With
 * `sorted` the keys are in order (RFC 8785), with `doubled` every quote stands
 * twice (RFC 4180). Throws `AWKWARD` for keys that objects reorder or that sort
 * otherwise as UTF-16, for escapes in keys, and for what JSON does not have.
 */
export function packedJson(sink: Sink, { sorted, doubled }: { sorted: boolean; doubled: boolean }): PackedJson {
  let bytes: Buffer
  const json: PackedJson = {
    at: 0,
    value(from, member) {
      bytes = from
      print(member)
    },
    skip(from) {
      bytes = from
      const before = sink.at
      print()
      sink.at = before
    },
    find(from, wanted) {
      bytes = from
      const type = bytes[json.at++]!
      const count = type >= 0x80 && type < 0x90 ? type & 15 : type === 0xde ? unsigned(2) : -1
      if (count < 0) throw AWKWARD
      let found: Buffer | undefined
      for (let i = 0; i < count; i++) {
        const name = json.at + 1
        json.skip(bytes)
        const value = json.at
        json.skip(bytes)
        if (value - name === wanted.length && wanted.every((code, i) => bytes[name + i] === code))
          found = bytes.subarray(value, json.at)
      }
      return found
    },
  }
  const byte = (code: number) => {
    sink.bytes[sink.at++] = code
  }
  const quote = () => {
    byte(QUOTE)
    if (doubled) byte(QUOTE)
  }

  function print(member?: Uint8Array): void {
    const type = bytes[json.at++]!
    if (type < 0x80) sink.number(type)
    else if (type < 0x90) map(type & 15, member)
    else if (type < 0xa0) array(type & 15)
    else if (type < 0xc0) string(type & 31)
    else if (type >= 0xe0) sink.number(type - 256)
    else if (type >= 0xcc && type <= 0xce) sink.number(unsigned(1 << (type - 0xcc)))
    else if (type >= 0xd0 && type <= 0xd2) sink.number(signed(1 << (type - 0xd0)))
    else if (type >= 0xd9 && type <= 0xdb) string(unsigned(1 << (type - 0xd9)))
    else if (type === 0xdc || type === 0xdd) array(unsigned(2 << (type - 0xdc)))
    else if (type === 0xde || type === 0xdf) map(unsigned(2 << (type - 0xde)), member)
    else if (type === 0xcb) float()
    else if (type === 0xc0) sink.put(NULL)
    else if (type === 0xc2) sink.put(FALSE)
    else if (type === 0xc3) sink.put(TRUE)
    else throw AWKWARD
  }

  function unsigned(size: number): number {
    let number = 0
    for (let i = 0; i < size; i++) number = number * 256 + bytes[json.at++]!
    return number
  }

  function signed(size: number): number {
    json.at += size
    return bytes.readIntBE(json.at - size, size)
  }

  function float(): void {
    json.at += 8
    sink.number(bytes.readDoubleBE(json.at - 8))
  }

  function string(length: number): void {
    // The most that a byte can become is six: one that is written \u0000.
    sink.reserve(6 * length + 4)
    quote()
    let [out, to] = [sink.bytes, sink.at]
    for (const end = json.at + length; json.at < end; json.at++) {
      const code = bytes[json.at]!
      if (code >= 0x20 && code !== QUOTE && code !== BACKSLASH) out[to++] = code
      else {
        sink.at = to
        sink.put(doubled && code === QUOTE ? ESCAPED_AND_DOUBLED : ESCAPES[code]!)
        sink.reserve(6 * (end - json.at) + 4)
        ;[out, to] = [sink.bytes, sink.at]
      }
    }
    sink.at = to
    quote()
  }

  function array(count: number): void {
    sink.reserve(2)
    byte(0x5b)
    for (let i = 0; i < count; i++) {
      if (i > 0) sink.put(COMMA)
      print()
    }
    sink.put(CLOSED_LIST)
  }

  function map(count: number, member: Uint8Array | undefined): void {
    sink.put(OPEN_MAP)
    /** Where each member begins in the sink; the last is where they end. */
    const starts: number[] = []
    if (member !== undefined) {
      starts.push(sink.at)
      sink.put(member)
      if (count > 0) sink.put(COMMA)
    }
    let inOrder = true
    for (let i = 0; i < count; i++) {
      if (i > 0) sink.put(COMMA)
      const start = sink.at
      key()
      if (sorted && starts.length > 0 && compareKeys(sink.bytes, starts.at(-1)!, start) > 0) inOrder = false
      starts.push(start)
      sink.put(COLON)
      print()
    }
    if (!inOrder) sortMembers(sink, starts)
    sink.put(CLOSED_MAP)
  }

  function key(): void {
    const type = bytes[json.at++]!
    const length =
      type >= 0xa0 && type < 0xc0 ? type & 31 : type >= 0xd9 && type <= 0xdb ? unsigned(1 << (type - 0xd9)) : -1
    const first = bytes[json.at]!
    // Keys that look like an index, and __proto__.
    if (length < 0 || (length > 0 && ((first >= 0x30 && first <= 0x39) || (first === 0x5f && length === 9))))
      throw AWKWARD
    for (let i = json.at; i < json.at + length; i++) {
      const code = bytes[i]!
      if (code < 0x20 || code === QUOTE || code === BACKSLASH || code >= FIRST_UNORDERED) throw AWKWARD
    }
    string(length)
  }
  return json
}

/** Which of two keys, printed with their quotes, comes first; no key has a quote in it. */
function compareKeys(bytes: Uint8Array, a: number, b: number): number {
  for (let i = 1; ; i++) {
    const [x, y] = [bytes[a + i]!, bytes[b + i]!]
    if (x === y) continue
    return x === QUOTE ? -1 : y === QUOTE ? 1 : x - y
  }
}

/** Puts members, printed one behind the other with commas between, in the order of their keys. */
function sortMembers(sink: Sink, starts: readonly number[]): void {
  const { at: end } = sink
  const size = end - starts[0]!
  sink.reserve(size + 1)
  const { bytes } = sink
  const order = starts.map((_, member) => member).sort((a, b) => compareKeys(bytes, starts[a]!, starts[b]!))
  let to = end
  for (const member of order) {
    const [from, next] = [starts[member]!, starts[member + 1] ?? end + 1]
    bytes.copyWithin(to, from, next - 1)
    to += next - from
    bytes[to - 1] = COMMA[0]!
  }
  bytes.copyWithin(starts[0]!, end, end + size)
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
/** UTF-8 from U+E000 on: there, bytes are ordered otherwise than UTF-16. */
const FIRST_UNORDERED = 0xee
const NULL = Buffer.from('null')
const TRUE = Buffer.from('true')
const FALSE = Buffer.from('false')
const COMMA = Buffer.from(',')
const COLON = Buffer.from(':')
const OPEN_MAP = Buffer.from('{')
const CLOSED_MAP = Buffer.from('}')
const CLOSED_LIST = Buffer.from(']')
/** By code, of those that need one. */
const ESCAPES = Array.from({ length: BACKSLASH + 1 }, (_, code) =>
  Buffer.from(JSON.stringify(String.fromCharCode(code)).slice(1, -1)),
)
const ESCAPED_AND_DOUBLED = Buffer.from('\\""')
