import type { Payload } from '../payload.js'
import type { Path } from './subschemas.js'

/** Of an event only what stands in these can be omitted; the rest makes it an event. */
const OMITTABLE = new Set(['properties', 'context'])

/**
 * The place to omit so that what offends is gone: an item of a list takes its list with
 * it, or the items behind it would change places. Undefined where that would leave no event.
 */
export function omittable(path: Path, payload: Payload): Path | undefined {
  if (!OMITTABLE.has(path[0] ?? '')) return undefined
  let end = path.length
  while (end > 1 && Array.isArray(path.slice(0, end - 1).reduce<unknown>(member, payload))) end--
  return end > 1 ? path.slice(0, end) : undefined
}

/** A copy without these places; all that is the same is shared. */
export function omit(payload: Payload, places: readonly Path[]): Payload {
  return places.reduce<unknown>((left, place) => without(left, place), payload) as Payload
}

function without(value: unknown, [name, ...rest]: Path): unknown {
  if (name === undefined || typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return value
  if (Array.isArray(value)) return value.with(Number(name), without(value[Number(name)], rest))
  if (rest.length > 0) return { ...value, [name]: without(member(value, name), rest) }
  const { [name]: _, ...others } = value as Record<string, unknown>
  return others
}

const member = (value: unknown, name: string) => (value as Record<string, unknown> | undefined)?.[name]
