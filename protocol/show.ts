declare const harmless: unique symbol
/** Text in which nothing can steer a terminal or hide from who reads it. Only `show` makes it. */
export type Shown = string & { readonly [harmless]: true }

/**
 * Characters of one code unit that take one column each and never join their
 * neighbours: Latin, Greek, Cyrillic, punctuation, currencies, letterlike signs,
 * arrows, operators, boxes and blocks. Most lines hold nothing else, and need no segmenter.
 */
const PLAIN =
  /^[\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u20a0-\u20c0\u2100-\u22ff\u2500-\u25fa]*$/

/** Whether every code unit of the text is one column. Such text holds nothing unseen either. */
export const isPlain = (text: string): boolean => PLAIN.test(text)

/** Everything Unicode lets pass unseen or that turns text around, as a class of characters: controls, lone surrogates, ignorables, bidi, odd separators. */
export const UNSEEN = '[\\p{Cc}\\p{Cs}\\p{Default_Ignorable_Code_Point}\\u2028\\u2029\\ufff9-\\ufffb]'
// An emoji sequence holds ignorable characters by right, so whole sequences are looked for first.
const sequenceOrUnseen = (): RegExp => {
  // Made when it is first needed: knowing all sequences takes 25 ms.
  sequences ??= new RegExp(`\\p{RGI_Emoji}|${UNSEEN}`, 'gv')
  return sequences
}
let sequences: RegExp | undefined
const ANY_UNSEEN = new RegExp(UNSEEN, 'v')
/** More marks on one letter than any script uses pile up over the neighbouring rows. */
const PILE = /(\p{M}{6})\p{M}+/gu
const LONE_MARK = /^\p{M}/u

/**
 * Makes text from events harmless and honest: what would steer the terminal, turn
 * the line around or not be seen becomes a visible mark, so that nothing is hidden
 * either. Every character of an event that reaches the screen has come through here.
 */
export function show(text: string): Shown {
  if (isPlain(text)) return text as Shown
  const seen = ANY_UNSEEN.test(text) ? text.replace(sequenceOrUnseen(), (found) => markOf(found)) : text
  const piled = seen.replace(PILE, '$1…')
  return (LONE_MARK.test(piled) ? `◌${piled}` : piled) as Shown
}

/** Whether the text held anything that `show` had to make visible. */
export function isSpoofed(text: string): boolean {
  return !isPlain(text) && ANY_UNSEEN.test(text) && unseenIn(text)
}

function unseenIn(text: string): boolean {
  for (const [found] of text.matchAll(sequenceOrUnseen())) if (markOf(found) !== found) return true
  return false
}

function markOf(found: string): string {
  const point = found.codePointAt(0)!
  if (point < 0x20) return String.fromCharCode(0x2400 + point)
  if (point === 0x7f) return '\u2421'
  return new RegExp(`^${UNSEEN}$`, 'v').test(found) ? `<U+${point.toString(16).toUpperCase().padStart(4, '0')}>` : found
}

const LINE_END_OR_COLOUR = /(\n|\x1b\[[\d;]*m)/

/** Text of several lines, each made harmless; of escape codes only colours (SGR, ECMA-48) are left, which are `paint`'s. */
export function showPainted(text: string): string {
  return text
    .split(LINE_END_OR_COLOUR)
    .map((piece, i) => (i % 2 === 1 ? piece : show(piece)))
    .join('')
}

/** Text of several lines, each made harmless. */
export const showLines = (text: string): string => text.split(/\r?\n/).map(show).join('\n')

const UNSEEN_IN_JSON = /[\u007f-\u009f\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb]/gu

/** JSON of one line in which nothing steers or hides: `\u` escapes, which mean the same. C0 and lone surrogates JSON escapes by itself. */
export const showJson = (json: string): string => json.replace(UNSEEN_IN_JSON, escaped)

const escaped = (character: string) =>
  character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
