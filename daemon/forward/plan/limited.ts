import { readPattern } from './pattern.js'
import { type Schema, subschemas } from './subschemas.js'

/** Whether some event could keep it busy: by a pattern, by comparing each item with each, or by schemas that refer to each other. */
export function isLimited(root: Schema): boolean {
  return [...subschemas(root)].some(({ schema: { uniqueItems, $ref, pattern, patternProperties } }) => {
    const patterns = [...(typeof pattern === 'string' ? [pattern] : []), ...Object.keys(patternProperties ?? {})]
    return uniqueItems === true || $ref !== undefined || patterns.some((source) => readPattern(source).limited)
  })
}
