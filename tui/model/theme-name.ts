/** The themes one can choose from; the terminal knows how they look. */
export const THEME_NAMES = ['dark', 'light', 'high-contrast', 'colour-blind', 'mono', 'basic'] as const

export type ThemeName = (typeof THEME_NAMES)[number]
