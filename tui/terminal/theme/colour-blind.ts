import type { Theme } from './look.js'

/** For a dark terminal and eyes that do not tell red from green: good is blue, bad is orange. */
export const COLOUR_BLIND: Theme = {
  styles: {
    plain: {},
    dim: { fg: 247 },
    strong: { bold: true },
    title: { fg: 81, bold: true },
    good: { fg: 75 },
    bad: { fg: 214, bold: true },
    warn: { fg: 228 },
    accent: { fg: 153 },
    added: { fg: 75 },
    removed: { fg: 214 },
  },
  grounds: {
    row: { fg: 255, bg: 236 },
    cell: { fg: 255, bg: 18, bold: true },
    bar: { fg: 252, bg: 235 },
    mistake: { fg: 214, underline: true },
    caret: { inverse: true },
    hit: { inverse: true },
  },
}
