import type { Ground, Span, Style } from '../view/text.js'

/** How a style looks: colours by their number in the 256 palette. */
interface Look {
  readonly fg?: number
  readonly bg?: number
  readonly bold?: true
  readonly underline?: true
  readonly inverse?: true
}

/** The ground is laid over the style: it decides the background, and the colour only of what has none. */
export interface Theme {
  readonly styles: Readonly<Record<Style, Look>>
  readonly grounds: Readonly<Record<Ground, Look>>
}

export const DARK: Theme = {
  styles: {
    plain: {},
    dim: { fg: 245 },
    strong: { bold: true },
    title: { fg: 81, bold: true },
    good: { fg: 114 },
    bad: { fg: 203, bold: true },
    warn: { fg: 221 },
    accent: { fg: 117 },
    added: { fg: 114 },
    removed: { fg: 210 },
  },
  grounds: {
    row: { fg: 255, bg: 238 },
    cell: { fg: 255, bg: 25, bold: true },
    bar: { fg: 252, bg: 236 },
    mistake: { fg: 203, underline: true },
    caret: { inverse: true },
  },
}

/** For terminals of 8 colours: a cursor is turned around, as no grey is to be had. */
export const BASIC: Theme = {
  styles: {
    plain: {},
    dim: {},
    strong: { bold: true },
    title: { fg: 6, bold: true },
    good: { fg: 2 },
    bad: { fg: 1, bold: true },
    warn: { fg: 3 },
    accent: { fg: 6 },
    added: { fg: 2 },
    removed: { fg: 1 },
  },
  grounds: {
    row: { inverse: true },
    cell: { inverse: true, bold: true },
    bar: { inverse: true },
    mistake: { fg: 1, underline: true },
    caret: { inverse: true },
  },
}

/** Without colours: every state has its sign besides, so nothing is lost. */
export const MONO: Theme = {
  styles: {
    plain: {},
    dim: {},
    strong: { bold: true },
    title: { bold: true },
    good: {},
    bad: { bold: true },
    warn: { bold: true },
    accent: {},
    added: {},
    removed: {},
  },
  grounds: {
    row: { inverse: true },
    cell: { inverse: true, bold: true, underline: true },
    bar: { inverse: true },
    mistake: { underline: true },
    caret: { inverse: true },
  },
}

export const themeFor = (colours: 256 | 8 | 0): Theme => (colours === 256 ? DARK : colours === 8 ? BASIC : MONO)

const DEFAULT_COLOUR = 0x1ff
export const PLAIN_ATTRIBUTE = (DEFAULT_COLOUR << 9) | DEFAULT_COLOUR

/** The look of a span as blessed keeps it in a cell: flags, foreground and background in 9 bits each. */
export function attributesOf({ styles, grounds }: Theme): (span: Pick<Span, 'style' | 'on'>) => number {
  const known = new Map<string, number>()
  return ({ style = 'plain', on }) => {
    const key = `${style} ${on ?? ''}`
    let attribute = known.get(key)
    if (attribute === undefined) {
      attribute = encode(
        on === undefined ? styles[style] : { ...grounds[on], ...styles[style], ...background(grounds[on]) },
      )
      known.set(key, attribute)
    }
    return attribute
  }
}

const background = ({ bg }: Look): Look => (bg === undefined ? {} : { bg })

function encode({ fg = DEFAULT_COLOUR, bg = DEFAULT_COLOUR, bold, underline, inverse }: Look): number {
  const flags = (bold ? 1 : 0) | (underline ? 2 : 0) | (inverse ? 8 : 0)
  return (flags << 18) | (fg << 9) | bg
}
