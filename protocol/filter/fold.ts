/**
 * Text as the filter language compares it. Texts that differ only in case fold
 * to the same, and folding joined texts joins the folded ones, so a part of a
 * text folds to a part: `toLowerCase` alone makes Σ a ς or a σ by its neighbours.
 */
export function foldCase(text: string): string {
  const lower = text.toLowerCase()
  return ASCII.test(lower) ? lower : text.toUpperCase().toLowerCase().replaceAll('ς', 'σ')
}

const ASCII = /^[\x00-\x7f]*$/
