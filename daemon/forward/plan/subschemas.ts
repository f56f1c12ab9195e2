export type Schema = Readonly<Record<string, unknown>>
export type Path = readonly string[]

/** Keywords of draft-07 by how they hold schemas: one, one or a list of them, some by name. */
const ONE = new Set([
  'additionalItems',
  'additionalProperties',
  'contains',
  'else',
  'if',
  'not',
  'propertyNames',
  'then',
])
const ONE_OR_LIST = new Set(['allOf', 'anyOf', 'items', 'oneOf'])
const BY_NAME = new Set(['$defs', 'definitions', 'dependencies', 'patternProperties', 'properties'])

/** A schema and all in it, with where each stands. Booleans, which are schemas too, are left out. */
export function* subschemas(
  schema: unknown,
  path: Path = [],
): Generator<{ readonly schema: Schema; readonly path: Path }> {
  if (!isObject(schema)) return
  yield { schema, path }
  for (const [keyword, value] of Object.entries(schema)) {
    if (ONE.has(keyword)) yield* subschemas(value, [...path, keyword])
    else if (ONE_OR_LIST.has(keyword) && !Array.isArray(value)) yield* subschemas(value, [...path, keyword])
    else if (ONE_OR_LIST.has(keyword) || (BY_NAME.has(keyword) && isObject(value))) {
      for (const [name, part] of Object.entries(value as object)) yield* subschemas(part, [...path, keyword, name])
    }
  }
}

/** Where a `$ref` within its own schema points to; undefined for all others. */
export function placeOf(ref: string): Path | undefined {
  if (ref !== '#' && !ref.startsWith('#/')) return undefined
  try {
    return decodeURIComponent(ref)
      .split('/')
      .slice(1)
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  } catch {
    return undefined
  }
}

export function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
