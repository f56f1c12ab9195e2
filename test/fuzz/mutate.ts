import type { Random } from '../support/random.js'

/** What has broken parsers before. */
const PIECES = [
  ...['"', '\\', '*', ',', ':', '-', '(', ')', '[', ']', '{', '}', "'", '\n', '\r', '\0', '\t', ' ', '!', '='],
  ...['\u202e', '\u200d', '\ufeff', '\u0301', '\ud83d', '👨‍👩‍👧', 'ﷺ', 'İ', '\x1b[2J', '\x1b]0;x\x07', '\u009b31m'],
  ...['null', 'true', '1e999', '-0', '9007199254740993', '"__proto__":1', 'since:', 'seq:', 'details.', 'has:'],
  ...['\\u0000', '\\ud800', '((((', '[[[[', '{"a":', ' or ', ' and ', 'length(', 'match(', '**', '%', '\\u{110000}'],
].map((piece) => Buffer.from(piece))
/** As MessagePack begins arrays, maps, texts, numbers and extensions; and halves of UTF-8. */
const BYTES = [
  0x00, 0x7f, 0x80, 0x90, 0xa0, 0xc0, 0xc1, 0xc4, 0xc7, 0xca, 0xcb, 0xcf, 0xd3, 0xd4, 0xd9, 0xdb, 0xdd, 0xdf, 0xe0,
  0xff,
]
const MAX_BYTES = 4096

/** A seed, changed in a few places: most of what made it valid is still there. */
export function mutated(seeds: readonly Buffer[], random: Random): Buffer {
  let input = random.pick(seeds)
  for (let left = random.below(4); left >= 0; left--) input = changed(input, seeds, random)
  return input.subarray(0, MAX_BYTES)
}

function changed(input: Buffer, seeds: readonly Buffer[], random: Random): Buffer {
  const at = random.below(input.length + 1)
  const end = Math.min(input.length, at + random.below(1 + random.pick([4, 16, 256])))
  const [before, middle, after] = [input.subarray(0, at), input.subarray(at, end), input.subarray(end)]
  switch (random.below(7)) {
    case 0:
      return Buffer.concat([before, after])
    case 1:
      return Buffer.concat([before, middle, middle, after])
    case 2:
      return Buffer.concat([before, random.pick(PIECES), input.subarray(at)])
    case 3:
      return Buffer.concat([before, random.pick(PIECES), after])
    case 4:
      return Buffer.concat([before, Buffer.from([random.pick(BYTES)]), input.subarray(Math.min(input.length, at + 1))])
    case 5: {
      const other = random.pick(seeds)
      return Buffer.concat([before, other.subarray(random.below(other.length + 1))])
    }
    default:
      return Buffer.concat([before, Buffer.from([random.below(256)]), input.subarray(Math.min(input.length, at + 1))])
  }
}
