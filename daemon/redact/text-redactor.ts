import { DETECTOR_PATTERNS, SHORTEST_SECRET } from './detectors.js'
import type { KeyedHash } from './keyed-hash.js'
import { GONE, replacement } from './replacement.js'
import type { Rule } from './rules.js'

/** A text without what the detectors find in it, the text itself where that is nothing, or GONE. */
export type TextRedactor = (text: string, onFound: (rule: number, found: string) => void) => string | typeof GONE

/** Undefined where no rule has a detector. */
export function textRedactor(rules: readonly Rule[], hash: KeyedHash): TextRedactor | undefined {
  const detectors = rules.flatMap(({ detector, action }, rule) =>
    detector === undefined ? [] : [{ rule, action, name: detector, ...DETECTOR_PATTERNS[detector] }],
  )
  if (detectors.length === 0) return undefined
  // One look at each text: nearly all hold nothing.
  const anyHint = new RegExp(detectors.map(({ hint }) => hint.source).join('|'))

  return (text, onFound) => {
    if (text.length < SHORTEST_SECRET || !anyHint.test(text)) return text
    let result = text
    for (const { rule, action, name, hint, pattern, confirm } of detectors) {
      if (!hint.test(result)) continue
      let isGone = false
      result = result.replace(pattern, (found) => {
        if (confirm?.(found) === false) return found
        onFound(rule, found)
        const instead = replacement(action, found, hash, name)
        if (instead !== GONE) return instead as string
        isGone = true
        return ''
      })
      if (isGone) return GONE
    }
    return result
  }
}
