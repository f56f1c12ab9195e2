import type { Theme } from './look.js'

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
    hit: { bold: true, underline: true },
  },
}
