/** One line of text that is being typed; the caret stands before the character at `caret` (UTF-16). */
export interface Typed {
  readonly text: string
  readonly caret: number
}

export const typed = (text: string): Typed => ({ text, caret: text.length })

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** What a user sees as one character before and behind the caret, in UTF-16 units. */
const before = ({ text, caret }: Typed): number =>
  [...segmenter.segment(text.slice(0, caret))].at(-1)?.segment.length ?? 0
const behind = ({ text, caret }: Typed): number => [...segmenter.segment(text.slice(caret))][0]?.segment.length ?? 0

export function insert({ text, caret }: Typed, added: string): Typed {
  return { text: text.slice(0, caret) + added + text.slice(caret), caret: caret + added.length }
}

/** Pasted text on one line: what would break the line becomes a blank. */
export const pasted = (line: Typed, text: string): Typed =>
  insert(line, text.replace(/[\r\n\t]+/g, ' ').replace(/\p{Cc}/gu, ''))

const cut = ({ text, caret }: Typed, from: number, to: number): Typed => ({
  text: text.slice(0, from) + text.slice(to),
  caret: caret > from ? from : caret,
})

const wordStart = ({ text, caret }: Typed): number =>
  text.slice(0, caret).search(/\S+\s*$/) === -1 ? 0 : text.slice(0, caret).search(/\S+\s*$/)
const wordEnd = ({ text, caret }: Typed): number => caret + (/^\s*\S*/.exec(text.slice(caret))?.[0].length ?? 0)

/** What each editing key does to the line, as in every shell. */
const EDITS: Readonly<Record<string, (line: Typed) => Typed>> = {
  left: (line) => ({ ...line, caret: line.caret - before(line) }),
  right: (line) => ({ ...line, caret: line.caret + behind(line) }),
  home: (line) => ({ ...line, caret: 0 }),
  end: (line) => ({ ...line, caret: line.text.length }),
  backspace: (line) => cut(line, line.caret - before(line), line.caret),
  delete: (line) => cut(line, line.caret, line.caret + behind(line)),
  'C-w': (line) => cut(line, wordStart(line), line.caret),
  'C-u': (line) => cut(line, 0, line.caret),
  'C-k': (line) => cut(line, line.caret, line.text.length),
  'M-b': (line) => ({ ...line, caret: wordStart(line) }),
  'M-f': (line) => ({ ...line, caret: wordEnd(line) }),
}
const SAME_AS: Readonly<Record<string, string>> = {
  'C-b': 'left',
  'C-f': 'right',
  'C-a': 'home',
  'C-e': 'end',
  'C-d': 'delete',
  'M-backspace': 'C-w',
}

/** The line after a key; undefined for a key that types and edits nothing. */
export function edit(line: Typed, key: string): Typed | undefined {
  if (key === 'space') return insert(line, ' ')
  const change = EDITS[SAME_AS[key] ?? key]
  if (change) return change(line)
  return [...key].length === 1 ? insert(line, key) : undefined
}
