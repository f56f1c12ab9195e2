import { isObject } from './value.js'

/**
 * Reads what stands at a path, through own properties of objects alone: nothing is
 * found on a prototype, in a list or in a text. What is absent is null.
 */
export function readerOf(names: readonly string[]): (payload: unknown) => unknown {
  const [only] = names
  if (only !== undefined && names.length === 1) return (payload) => memberOf(payload, only)
  return (payload) => {
    let value: unknown = payload
    for (const name of names) value = memberOf(value, name)
    return value
  }
}

function memberOf(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? (value[name] ?? null) : null
}

/** The names of a dotted path, in which `\` makes a dot or backslash part of a name; undefined where a name is empty. */
export function splitPath(path: string): string[] | undefined {
  const names: string[] = []
  let name = ''
  for (const [part] of path.matchAll(/\\.|\.|\\|[^\\.]+/gs)) {
    if (part !== '.') name += part.replace(/^\\(?=.)/s, '')
    else {
      names.push(name)
      name = ''
    }
  }
  names.push(name)
  return names.includes('') ? undefined : names
}
