import { readPattern } from './pattern.js'
import { isObject, type Path, placeOf, type Schema } from './subschemas.js'

/**
 * Finds an event's properties that its schema does not name, wherever in the schema it
 * might name them: behind references, in alternatives, by pattern. An object further
 * down of which it names no property at all is left alone.
 */
export function unplannedProperties(root: Schema): (properties: unknown) => Path[] {
  const expanded = new Map<Schema, readonly Schema[]>()

  /** With all schemas that apply, or might apply, to the same value. */
  const expand = (schema: unknown): readonly Schema[] => {
    if (!isObject(schema)) return []
    let all = expanded.get(schema)
    if (all === undefined) {
      all = [...reach(schema, root, new Set())]
      expanded.set(schema, all)
    }
    return all
  }

  const find = (value: unknown, schemas: readonly Schema[], path: Path, all: Path[]) => {
    if (Array.isArray(value)) {
      for (const [i, item] of value.entries())
        find(item, schemas.flatMap(itemsOf(i)).flatMap(expand), [...path, `${i}`], all)
    } else if (isObject(value) && (path.length === 1 || schemas.some(namesProperties))) {
      for (const [name, part] of Object.entries(value)) {
        const those = schemas.flatMap(propertyOf(name))
        if (those.length === 0) all.push([...path, name])
        else find(part, those.flatMap(expand), [...path, name], all)
      }
    }
  }

  const schemas = expand(root).flatMap(propertyOf('properties')).flatMap(expand)
  return (properties) => {
    const all: Path[] = []
    find(properties, schemas, ['properties'], all)
    return all
  }
}

function reach(schema: unknown, root: Schema, seen: Set<Schema>): Set<Schema> {
  if (!isObject(schema) || seen.has(schema)) return seen
  seen.add(schema)
  const { $ref, allOf, anyOf, oneOf, if: condition, then, else: otherwise, dependencies } = schema
  const target = $ref === undefined ? undefined : placeOf(String($ref))?.reduce<unknown>(memberOf, root)
  const lists = [allOf, anyOf, oneOf].flatMap((list) => (Array.isArray(list) ? list : []))
  for (const part of [target, ...lists, condition, then, otherwise, ...Object.values(dependencies ?? {})])
    reach(part, root, seen)
  return seen
}

const memberOf = (value: unknown, name: string) =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined

const namesProperties = (schema: Schema) =>
  isObject(schema.properties) || isObject(schema.patternProperties) || isObject(schema.additionalProperties)

/** What a schema says of a property; `true` where it names it and says nothing. */
const propertyOf =
  (name: string) =>
  ({ properties, patternProperties, additionalProperties }: Schema): unknown[] => {
    const named = memberOf(properties, name)
    const matching = Object.entries(patternProperties ?? {}).flatMap(([source, schema]) =>
      readPattern(source).test(name) ? [schema] : [],
    )
    const found = [...(named === undefined ? [] : [named]), ...matching]
    return found.length === 0 && isObject(additionalProperties) ? [additionalProperties] : found
  }

const itemsOf =
  (i: number) =>
  ({ items, additionalItems }: Schema): unknown[] =>
    Array.isArray(items) ? [items[i] ?? additionalItems] : [items]
