/** What one character of a text has to be. */
export type Single = string | ((char: string) => boolean)

/** Characters of the last texts whose masks are kept. */
const MAX_MASKS = 256

/**
 * Finds the first place, from one on, where each single is satisfied by the character
 * there; -1 where there is none. All places are tried at once, a bit for each single
 * (Shift-And), so a text takes its length times a 32nd of the singles'.
 */
export function compileSearch(singles: readonly Single[]): (text: ArrayLike<string>, from: number) => number {
  const words = Math.ceil(singles.length / 32)
  const lastBit = 1 << ((singles.length - 1) % 32)
  const masks = new Map<string, Int32Array>()

  /** Bit i is set where single i takes the character. */
  const maskOf = (char: string) => {
    let mask = masks.get(char)
    if (mask === undefined) {
      mask = new Int32Array(words)
      for (let i = 0; i < singles.length; i++) {
        const single = singles[i]!
        if (typeof single === 'string' ? single === char : single(char)) mask[i >> 5]! |= 1 << (i & 31)
      }
      if (masks.size === MAX_MASKS) masks.clear()
      masks.set(char, mask)
    }
    return mask
  }

  return (text, from) => {
    // Bit i is set where the singles up to i are satisfied by the characters up to here.
    const satisfied = new Int32Array(words)
    for (let at = from; at < text.length; at++) {
      const mask = maskOf(text[at]!)
      let carry = 1
      for (let word = 0; word < words; word++) {
        const before = satisfied[word]!
        satisfied[word] = ((before << 1) | carry) & mask[word]!
        carry = before >>> 31
      }
      if ((satisfied[words - 1]! & lastBit) !== 0) return at + 1 - singles.length
    }
    return -1
  }
}
