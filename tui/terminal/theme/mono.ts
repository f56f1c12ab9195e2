import type { Theme } from './look.js'

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
    hit: { bold: true, underline: true },
  },
}
