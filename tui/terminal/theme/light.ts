import type { Theme } from './look.js'

/** For dark text on a light terminal. */
export const LIGHT: Theme = {
  styles: {
    plain: {},
    dim: { fg: 240 },
    strong: { bold: true },
    title: { fg: 25, bold: true },
    good: { fg: 22 },
    bad: { fg: 124, bold: true },
    warn: { fg: 94 },
    accent: { fg: 54 },
    added: { fg: 22 },
    removed: { fg: 124 },
  },
  grounds: {
    row: { fg: 16, bg: 254 },
    cell: { fg: 16, bg: 159, bold: true },
    bar: { fg: 16, bg: 255 },
    mistake: { fg: 124, underline: true },
    caret: { inverse: true },
    hit: { inverse: true },
  },
}
