import { readPattern } from './pattern.js'
import { isObject, type Path, placeOf, type Schema, subschemas } from './subschemas.js'

const MAX_DEPTH = 64
const DRAFT_07 = /^https?:\/\/json-schema\.org\/draft-07\/schema#?$/

export interface SchemaMistake {
  readonly path: Path
  readonly problem: string
}

/** Nothing that follows it into the depths would come back. */
export function isTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false
  return depth > MAX_DEPTH || Object.values(value).some((part) => isTooDeep(part, depth + 1))
}

/**
 * What would keep a schema, which matches draft-07's own, from being compiled. A plan
 * of 2000 rules takes seconds to compile and a moment to look through, so rules are
 * looked through when the plan is made and compiled when their event comes.
 */
export function schemaMistake(schema: Schema): SchemaMistake | undefined {
  if (schema.$schema !== undefined && !DRAFT_07.test(String(schema.$schema)))
    return { path: ['$schema'], problem: 'must be draft-07' }
  const all = [...subschemas(schema)]
  const places = new Set(all.map(({ path }) => JSON.stringify(path)))
  for (const { schema, path } of all) {
    if ('$async' in schema) return { path: [...path, '$async'], problem: 'is not known here' }
    if ('$id' in schema && path.length > 0) return { path: [...path, '$id'], problem: 'may stand at the top only' }
    if ('$ref' in schema) {
      const place = placeOf(String(schema.$ref))
      if (place === undefined || !places.has(JSON.stringify(place)))
        return { path: [...path, '$ref'], problem: 'must lead to a schema within this one, as #/definitions/name' }
    }
    const bad = sourcesOf(schema).find(({ source }) => !isPattern(source))
    if (bad !== undefined) return { path: [...path, ...bad.at], problem: 'is not a regular expression' }
  }
  return undefined
}

function sourcesOf({ pattern, patternProperties }: Schema): { source: string; at: Path }[] {
  return [
    ...(typeof pattern === 'string' ? [{ source: pattern, at: ['pattern'] }] : []),
    ...(isObject(patternProperties) ? Object.keys(patternProperties) : []).map((source) => ({
      source,
      at: ['patternProperties', source],
    })),
  ]
}

function isPattern(source: string): boolean {
  try {
    readPattern(source)
    return true
  } catch {
    return false
  }
}
