import type { Theme } from './look.js'

/** For light text on a dark terminal. */
export const DARK: Theme = {
  styles: {
    plain: {},
    dim: { fg: 247 },
    strong: { bold: true },
    title: { fg: 81, bold: true },
    good: { fg: 114 },
    bad: { fg: 204, bold: true },
    warn: { fg: 221 },
    accent: { fg: 117 },
    added: { fg: 114 },
    removed: { fg: 210 },
  },
  grounds: {
    row: { fg: 255, bg: 236 },
    cell: { fg: 255, bg: 18, bold: true },
    bar: { fg: 252, bg: 235 },
    mistake: { fg: 204, underline: true },
    caret: { inverse: true },
    hit: { inverse: true },
  },
}
