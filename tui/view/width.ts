import { isPlain } from '../../protocol/show.js'

/** What a terminal shows as one character, and how many columns it takes there. */
export interface Cluster {
  readonly text: string
  readonly columns: number
}

/** What takes two columns: most of East Asia by Unicode's table of widths (gaps that nobody has filled yet included) but for marks above, and emoji, but no half of a flag. */
const WIDE =
  /^(?![\p{Mn}\p{Default_Ignorable_Code_Point}])(?:[\u1100-\u115f\u2329-\u232a\u2630-\u2637\u268a-\u268f\u2e80-\u303e\u3041-\u3247\u3250-\ua4c6\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{16fe3}\u{16ff0}-\u{1b2fb}\u{1d300}-\u{1d376}\u{1f1ae}\u{1f200}-\u{1f265}\u{1f6d9}\u{1f7da}\u{1fa8b}-\u{1fafa}\u{20000}-\u{3fffd}]|(?!\p{Regional_Indicator})\p{Emoji_Presentation})/u
const KEYCAP = '[\\d#*]\\u20e3'
/** Made when it is first needed, as the segmenter is: these two take 25 ms, and many a screen does without. */
let emoji: RegExp | undefined
let segmenter: Intl.Segmenter | undefined

function isEmoji(cluster: string): boolean {
  emoji ??= new RegExp(`^(?:\\p{RGI_Emoji}|${KEYCAP})$`, 'v')
  return emoji.test(cluster)
}

/** What takes columns of its own behind the first of a cluster: marks that stand beside it, halfwidth voicing marks, further syllables. */
const BESIDE = /(?!^)[\p{Mc}\uff00-\uffef\u1100-\u115f\uac00-\ud7a3]/gu

/** Signs and East Asian letters that never join their neighbours either, but may be wide. */
const SINGLES =
  /^[\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20c0\u2100-\u2bff\u3041-\u3096\u30a0-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff01-\uff9d]*$/

const known = new Map<string, number>()

/** Columns of text that `show` has made harmless. */
export function columnsOf(text: string): number {
  if (isPlain(text)) return text.length
  let columns = 0
  for (const cluster of clustersOf(text)) columns += cluster.columns
  return columns
}

/** Splits text into what a cursor steps over. */
export function* clustersOf(text: string): Generator<Cluster> {
  if (SINGLES.test(text)) {
    for (const character of text) yield { text: character, columns: clusterColumns(character) }
    return
  }
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  for (const { segment } of segmenter.segment(text)) yield { text: segment, columns: clusterColumns(segment) }
}

function clusterColumns(cluster: string): number {
  let columns = known.get(cluster)
  if (columns === undefined) {
    columns = cluster.length > 1 && isEmoji(cluster) ? 2 : widthOf(cluster) + widthBeside(cluster)
    if (known.size >= 4096) known.clear()
    known.set(cluster, columns)
  }
  return columns
}

/** At least 1: what takes no column of its own would be drawn over its neighbour. */
const widthOf = (text: string): number => (WIDE.test(text) ? 2 : 1)

const widthBeside = (cluster: string): number =>
  cluster.match(BESIDE)?.reduce((sum, character) => sum + widthOf(character), 0) ?? 0
