/** What an expression comes to. JSON; what is absent is null. */
export type Value = string | number | boolean | null | readonly unknown[] | object

/** Names as FQL's `typeof` gives them. FQL has no name for an object; this is JSON's. */
export type ValueType = 'string' | 'number' | 'bool' | 'null' | 'list' | 'object'

export function typeOf(value: unknown): ValueType {
  switch (typeof value) {
    case 'string':
      return 'string'
    case 'number':
      return 'number'
    case 'boolean':
      return 'bool'
    default:
      return value === null || value === undefined ? 'null' : Array.isArray(value) ? 'list' : 'object'
  }
}

/** For a message: "a string or list", "an object". */
export function aTypeOf(...types: readonly ValueType[]): string {
  return `${types[0] === 'object' ? 'an' : 'a'} ${types.join(' or ')}`
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether two values are of one type and equal, through lists and objects; the order of an object's keys says nothing. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => same(item, b[i]))
  if (!isObject(a) || !isObject(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]))
}
