import { type Typed, typed } from './line-editor.js'

/** A line that runs a command: what it does in words, or a verb and its argument. */
export interface Palette {
  readonly line: Typed
  /** The row that was gone to; undefined while none was, and what is typed counts. */
  readonly cursor: number | undefined
  /** Position among the lines that were run, from the newest; -1 is the line being typed. */
  readonly recalled: number
  readonly draft: Typed
  /** Why the line could not be run. */
  readonly problem?: string
}

/** What a palette offers. */
export interface PaletteRow {
  readonly label: string
  readonly hint: string
  /** The line that runs it. */
  readonly line: string
  /** It wants an argument before it can be run. */
  readonly more?: boolean
  /** Why it does nothing now. */
  readonly why?: string
}

export const openPalette = (text = ''): Palette => ({
  line: typed(text),
  cursor: undefined,
  recalled: -1,
  draft: typed(text),
})

export const retypePalette = ({ recalled, draft }: Palette, line: Typed): Palette => ({
  line,
  cursor: undefined,
  recalled,
  draft: recalled === -1 ? line : draft,
})

/** An older (1) or newer (-1) one of the lines that were run. */
export function recallLine(palette: Palette, ran: readonly string[], by: 1 | -1): Palette {
  const recalled = Math.min(ran.length - 1, Math.max(-1, palette.recalled + by))
  const text = ran[ran.length - 1 - recalled]
  const line = recalled === -1 || text === undefined ? palette.draft : typed(text)
  return { line, cursor: undefined, recalled, draft: palette.draft }
}

const MOST_KEPT = 500

export function ranLine(model: { ran: readonly string[] }, line: string): void {
  model.ran = [...model.ran.filter((each) => each !== line), line].slice(-MOST_KEPT)
}
