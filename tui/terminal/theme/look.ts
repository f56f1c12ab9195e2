import type { Ground, Style } from '../../view/text.js'

/** How a style looks: colours by their number in the 256 palette. */
export interface Look {
  readonly fg?: number
  readonly bg?: number
  readonly bold?: true
  readonly underline?: true
  readonly inverse?: true
}

/**
 * The ground is laid over the style: it decides the background, and the colour only
 * of what has none. Every style must be readable on every ground. The paper is what
 * both lie on; without one, it is that of the terminal.
 */
export interface Theme {
  readonly paper?: Required<Pick<Look, 'fg' | 'bg'>>
  readonly styles: Readonly<Record<Style, Look>>
  readonly grounds: Readonly<Record<Ground, Look>>
}
