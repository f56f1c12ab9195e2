/** Where the MessagePack value that begins at `at` ends. The bytes are trusted to hold all of it. */
export function skipPacked(bytes: Uint8Array, at: number): number {
  let next = at
  // How many values are still to be passed over: those that an array or a map holds count as well.
  for (let left = 1; left > 0; left--) {
    const type = bytes[next++]!
    if (type < 0x80 || type >= 0xe0) continue
    if (type < 0x90) left += 2 * (type & 15)
    else if (type < 0xa0) left += type & 15
    else if (type < 0xc0) next += type & 31
    else {
      const { skipped, counted, values } = TYPES[type - 0xc0]!
      let count = 0
      for (let i = 0; i < counted; i++) count = count * 256 + bytes[next++]!
      next += skipped
      if (values === 0) next += count
      else left += values * count
    }
  }
  return next
}

/** Of the types from C0 to DF: bytes after the type, or bytes of a count of bytes or of so many values each. */
const TYPES = [
  ...[0, 0, 0, 0].map((skipped) => ({ skipped, counted: 0, values: 0 })),
  ...[1, 2, 4].map((counted) => ({ skipped: 0, counted, values: 0 })),
  ...[1, 2, 4].map((counted) => ({ skipped: 1, counted, values: 0 })),
  ...[4, 8, 1, 2, 4, 8, 1, 2, 4, 8, 2, 3, 5, 9, 17].map((skipped) => ({ skipped, counted: 0, values: 0 })),
  ...[1, 2, 4].map((counted) => ({ skipped: 0, counted, values: 0 })),
  ...[2, 4].map((counted) => ({ skipped: 0, counted, values: 1 })),
  ...[2, 4].map((counted) => ({ skipped: 0, counted, values: 2 })),
]
