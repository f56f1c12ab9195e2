import type { Theme } from './look.js'

/** Black paper of its own and bright colours: whatever the terminal's are, text stands out seven to one. */
export const HIGH_CONTRAST: Theme = {
  paper: { fg: 231, bg: 16 },
  styles: {
    plain: {},
    dim: { fg: 252 },
    strong: { fg: 231, bold: true },
    title: { fg: 159, bold: true },
    good: { fg: 120 },
    bad: { fg: 217, bold: true },
    warn: { fg: 228 },
    accent: { fg: 159 },
    added: { fg: 120 },
    removed: { fg: 217 },
  },
  grounds: {
    row: { fg: 231, bg: 19, bold: true },
    cell: { inverse: true, bold: true, underline: true },
    bar: { fg: 231, bg: 17 },
    mistake: { fg: 217, underline: true },
    caret: { inverse: true },
    hit: { inverse: true },
  },
}
