import { foldCase } from '../../protocol/filter/fold.js'
import { isPlain, type Shown } from '../../protocol/show.js'
import type { Line, Span } from './text.js'
import { clustersOf } from './width.js'

/** The line with a text in it marked wherever a span holds it; `needle` has its case folded. */
export const highlighted = (line: Line, needle: string): Line => line.flatMap((piece) => parts(piece, needle))

function parts(piece: Span, needle: string): readonly Span[] {
  const { text } = piece
  const folded = foldCase(text)
  // Where folding makes it longer or shorter, places in it are none of the text.
  if (folded.length !== text.length || !folded.includes(needle)) return [piece]
  const out: Span[] = []
  let at = 0
  for (let found = folded.indexOf(needle); found >= 0; found = folded.indexOf(needle, at)) {
    const [from, to] = wholeClusters(text, found, found + needle.length)
    if (from > at) out.push({ ...piece, text: text.slice(at, from) as Shown })
    out.push({ ...piece, text: text.slice(Math.max(at, from), to) as Shown, on: 'hit' })
    at = to
  }
  if (at < text.length) out.push({ ...piece, text: text.slice(at) as Shown })
  return out
}

/** What a terminal draws as one is not cut in two. */
function wholeClusters(text: string, from: number, to: number): [number, number] {
  if (isPlain(text)) return [from, to]
  let [start, end, at] = [from, to, 0]
  for (const cluster of clustersOf(text)) {
    const next = at + cluster.text.length
    if (at < from && from < next) start = at
    if (at < to && to < next) end = next
    at = next
  }
  return [start, end]
}
