import stringWidth from 'string-width'

/** What a terminal shows as one character, and how many columns it takes there. */
export interface Cluster {
  readonly text: string
  readonly columns: number
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })
const ASCII = /^[\x20-\x7e]*$/
const known = new Map<string, number>()

export const isAscii = (text: string): boolean => ASCII.test(text)

/** Columns of text that `show` has made harmless. */
export function columnsOf(text: string): number {
  if (isAscii(text)) return text.length
  let columns = 0
  for (const cluster of clustersOf(text)) columns += cluster.columns
  return columns
}

/** Splits text into what a cursor steps over. */
export function* clustersOf(text: string): Generator<Cluster> {
  for (const { segment } of segmenter.segment(text)) yield { text: segment, columns: clusterColumns(segment) }
}

/** At least 1: what takes no column of its own would be drawn over its neighbour. */
function clusterColumns(cluster: string): number {
  let columns = known.get(cluster)
  if (columns === undefined) {
    columns = Math.max(1, stringWidth(cluster))
    if (known.size >= 4096) known.clear()
    known.set(cluster, columns)
  }
  return columns
}
