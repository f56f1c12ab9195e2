import type { Span } from '../view/text.js'
import type { Capabilities } from './capabilities.js'
import { BASIC } from './theme/basic.js'
import { COLOUR_BLIND } from './theme/colour-blind.js'
import { DARK } from './theme/dark.js'
import { HIGH_CONTRAST } from './theme/high-contrast.js'
import { LIGHT } from './theme/light.js'
import type { Look, Theme } from './theme/look.js'
import { MONO } from './theme/mono.js'

const THEMES = {
  dark: DARK,
  light: LIGHT,
  'high-contrast': HIGH_CONTRAST,
  'colour-blind': COLOUR_BLIND,
  mono: MONO,
  basic: BASIC,
}

export type ThemeName = keyof typeof THEMES

/** The theme of a name, or what comes nearest to it where there are not as many colours. */
export function themeNamed(name: ThemeName, colours: Capabilities['colours']): Theme {
  if (colours === 0 || name === 'mono') return MONO
  return colours === 8 ? BASIC : THEMES[name]
}

const DEFAULT_COLOUR = 0x1ff

/** The look of a span as blessed keeps it in a cell: flags, foreground and background in 9 bits each. */
export function attributesOf({ paper, styles, grounds }: Theme): (span: Pick<Span, 'style' | 'on'>) => number {
  const known = new Map<string, number>()
  return ({ style = 'plain', on }) => {
    const key = `${style} ${on ?? ''}`
    let attribute = known.get(key)
    if (attribute === undefined) {
      const laid = on === undefined ? styles[style] : { ...grounds[on], ...styles[style], ...background(grounds[on]) }
      attribute = encode({ ...paper, ...laid })
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
