const PROTO = Buffer.from('__proto__')

/** What one byte of MessagePack begins: a text or array or map of `count`, bytes to skip, or nothing we take. */
type Head = {
  readonly kind: 'skip' | 'text' | 'array' | 'map' | 'refused'
  readonly count: number
  readonly lengthBytes: number
}

const HEADS: readonly Head[] = Array.from({ length: 256 }, (_, byte) => headOf(byte))

/**
 * Why the bytes are not exactly one MessagePack value of what JSON has (nil,
 * booleans, numbers, text, arrays, maps with text keys) at most `maxDepth` deep;
 * undefined where they are. Run before decoding, so that no decoder ever allocates
 * for a length that is not there or recurses as deep as a stranger likes.
 */
export function flawInMsgpack(bytes: Uint8Array, maxDepth: number): string | undefined {
  // One slot for the value itself, then one for each array or map it stands in: how many values are still to come.
  const pending = [1]
  const inMap = [false]
  let at = 0
  while (pending.length > 0) {
    const depth = pending.length - 1
    if (pending[depth] === 0) {
      pending.pop()
      inMap.pop()
      continue
    }
    const isKey = inMap[depth]! && pending[depth]! % 2 === 0
    pending[depth]!--
    if (at >= bytes.length) return 'it ends early'
    const { kind, count: fixed, lengthBytes } = HEADS[bytes[at]!]!
    if (kind === 'refused') return `byte ${at} begins an extension, binary or reserved type`
    if (isKey && kind !== 'text') return `byte ${at} begins a map key that is no text`
    if (at + 1 + lengthBytes > bytes.length) return 'it ends early'
    const count = lengthBytes === 0 ? fixed : readUint(bytes, at + 1, lengthBytes)
    at += 1 + lengthBytes
    if (kind === 'text' || kind === 'skip') {
      if (count > bytes.length - at) return 'it ends early'
      if (isKey && isProto(bytes, at, count)) return 'it has a key __proto__'
      at += count
    } else {
      if (pending.length > maxDepth) return `it is nested more than ${maxDepth} deep`
      pending.push(kind === 'map' ? count * 2 : count)
      inMap.push(kind === 'map')
    }
  }
  return at === bytes.length ? undefined : `${bytes.length - at} bytes follow its end`
}

/** The table of the MessagePack specification. `lengthBytes` 0: the count is in the byte itself or fixed by the type. */
function headOf(byte: number): Head {
  const head = (kind: Head['kind'], count: number, lengthBytes = 0): Head => ({ kind, count, lengthBytes })
  if (byte <= 0x7f || byte >= 0xe0) return head('skip', 0)
  if (byte <= 0x8f) return head('map', byte & 0x0f)
  if (byte <= 0x9f) return head('array', byte & 0x0f)
  if (byte <= 0xbf) return head('text', byte & 0x1f)
  if (byte === 0xc0 || byte === 0xc2 || byte === 0xc3) return head('skip', 0)
  if (byte === 0xca) return head('skip', 4)
  if (byte === 0xcb) return head('skip', 8)
  if (byte >= 0xcc && byte <= 0xcf) return head('skip', 2 ** (byte - 0xcc))
  if (byte >= 0xd0 && byte <= 0xd3) return head('skip', 2 ** (byte - 0xd0))
  if (byte >= 0xd9 && byte <= 0xdb) return head('text', 0, 2 ** (byte - 0xd9))
  if (byte === 0xdc || byte === 0xdd) return head('array', 0, byte === 0xdc ? 2 : 4)
  if (byte === 0xde || byte === 0xdf) return head('map', 0, byte === 0xde ? 2 : 4)
  return head('refused', 0)
}

function readUint(bytes: Uint8Array, at: number, length: number): number {
  let value = 0
  for (let i = 0; i < length; i++) value = value * 256 + bytes[at + i]!
  return value
}

function isProto(bytes: Uint8Array, at: number, length: number): boolean {
  return length === PROTO.length && PROTO.equals(bytes.subarray(at, at + length))
}
