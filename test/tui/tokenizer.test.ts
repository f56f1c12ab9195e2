import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Tokenizer } from '#tui/terminal/tokenizer.js'

function tokens(...reads: readonly (string | Buffer)[]): string[] {
  const found: string[] = []
  const tokenizer = new Tokenizer((token) => found.push(token), {
    onPaste: (text) => found.push(`paste:${text}`),
    onFocus: (focused) => found.push(`focused:${focused}`),
    onText: (text) => found.push(`text:${text}`),
  })
  let waiting = false
  for (const read of reads) waiting = tokenizer.write(read)
  if (waiting) tokenizer.finish()
  return found
}

const PRESS = '\x1b[<0;5;7M'
const RELEASE = '\x1b[<0;5;7m'
const WHEEL = '\x1b[<65;5;7M'

test.each([
  ['keys in one read', ['jj\r'], ['j', 'j', '\r']],
  ['mouse reports in one read', [PRESS + RELEASE, WHEEL.repeat(3)], [PRESS, RELEASE, WHEEL, WHEEL, WHEEL]],
  ['keys behind a mouse report', [`${WHEEL}jk`], [WHEEL, 'j', 'k']],
  ['an arrow split behind its ESC', ['\x1b', '[A'], ['\x1b[A']],
  ['an arrow split anywhere', ['\x1b[', 'A', '\x1bO', 'B'], ['\x1b[A', '\x1bOB']],
  ['a lone ESC', ['\x1b'], ['\x1b']],
  ['ESC and then a key', ['\x1b\t'], ['\x1b', '\t']],
  ['ESC twice', ['\x1b\x1b'], ['\x1b', '\x1b']],
  ['Alt with a letter that is bound', ['\x1bb'], ['\x1bb']],
  ['a paste', ['\x1b[200~ok\rq\x1b[201~j'], ['paste:ok\rq', 'j']],
  ['a paste over many reads', ['\x1b[200', '~a', 'b\x1b[20', '1~'], ['paste:ab']],
  ['an emoji', ['🚀'], ['text:🚀']],
  ['a key as the kitty protocol writes it', ['\x1b[106;5u', '\x1b[97u'], ['\n', 'a']],
  ['answers nobody asked for', ['\x1b[?1;2c', '\x1b[12;40R', '\x1b]11;rgb:0/0/0\x07', 'j'], ['j']],
  ['a window that has the keys, and no longer', ['\x1b[I', '\x1b[O'], ['focused:true', 'focused:false']],
])('%s', (_, reads, expected) => {
  expect(tokens(...reads)).toEqual(expected)
})

test('a character split over two reads is one', () => {
  const bytes = Buffer.from('é')
  expect(tokens(bytes.subarray(0, 1), bytes.subarray(1))).toEqual(['é'])
})

test('however input is cut into reads, the same keys come out', () => {
  const piece = fc.constantFrom('j', PRESS, WHEEL, '\x1b[A', '\x1b[1;5C', '\x1b[200~a b\x1b[201~', 'é', '🚀', '\x1bOP')
  const cut = fc.array(fc.nat(400), { maxLength: 12 })
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 20 }), cut, (pieces, cuts) => {
      const all = Buffer.from(pieces.join(''))
      const places = [0, ...cuts.filter((at) => at < all.length).sort((a, b) => a - b), all.length]
      const reads = places.slice(1).map((end, i) => all.subarray(places[i], end))
      expect(tokens(...reads)).toEqual(tokens(all))
    }),
  )
})
