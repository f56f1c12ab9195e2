import type { Filter } from '../../protocol/filter/filter.js'

/** The area of what the trail records of itself. */
const OWN_AREA = 'audit trail'

/**
 * Whether only what the trail records of itself can pass: a term asks for its area,
 * by its whole name and for no other. Such reading is not recorded, so that nobody
 * who watches it sees anything of his own watching.
 */
export function isOwnReading({ terms }: Filter): boolean {
  return terms.some(
    (term) =>
      term.key === 'area' &&
      !term.negated &&
      term.values.every(({ runs }) => runs.length === 1 && runs[0]!.toLowerCase() === OWN_AREA),
  )
}
