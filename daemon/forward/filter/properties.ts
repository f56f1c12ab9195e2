import { TrailError } from '../../../protocol/error.js'
import { splitPath } from './path.js'
import { isObject } from './value.js'

type Fields = Readonly<Record<string, readonly string[]>>
export type Payload = Readonly<Record<string, unknown>>
type Change = (value: Payload) => Payload

/** Takes the named properties out of a payload; see `fields` in protocol/destination-filter.ts. Throws `invalid-filter`. */
export function compileDropProperties(fields: Fields): Change {
  return compileFields(fields, (dropped) => keeping((name) => !dropped.has(name)))
}

/** Takes all but the named properties out of the objects named; the others stay as they are. Throws `invalid-filter`. */
export function compileAllowProperties(fields: Fields): Change {
  return compileFields(fields, (allowed) => keeping((name) => allowed.has(name)))
}

function compileFields(fields: Fields, changeFor: (names: ReadonlySet<string>) => Change): Change {
  const changes = Object.entries(fields).map(([path, entries]) => {
    const place = path === '' ? [] : readPath(path, path)
    const change = changeFor(new Set(entries.map((entry) => readName(path, entry))))
    return (payload: unknown) => changeAt(payload, place, 0, change)
  })
  return (payload) => changes.reduce<unknown>((changed, change) => change(changed), payload) as Payload
}

/** What `change` makes of the objects at a path, through lists; the value itself where that is nothing new. Nothing is changed in place. */
function changeAt(value: unknown, place: readonly string[], depth: number, change: Change): unknown {
  if (Array.isArray(value)) {
    const changed = value.map((item) => changeAt(item, place, depth, change))
    return changed.some((item, i) => item !== value[i]) ? changed : value
  }
  if (!isObject(value)) return value
  if (depth === place.length) return change(value)
  const name = place[depth]!
  if (!Object.hasOwn(value, name)) return value
  const member = changeAt(value[name], place, depth + 1, change)
  // Spread and a computed key define `__proto__` as a property like any other.
  return member === value[name] ? value : { ...value, [name]: member }
}

function keeping(keeps: (name: string) => boolean): Change {
  return (value) =>
    Object.keys(value).every(keeps) ? value : Object.fromEntries(Object.entries(value).filter(([name]) => keeps(name)))
}

/** A dotted name would be looked for in vain, and what should have been dropped be sent. */
function readName(path: string, entry: string): string {
  const names = readPath(path, entry)
  if (names.length === 1) return names[0]!
  throw new TrailError(
    'invalid-filter',
    `Cannot read the fields: "${entry}" is a path; put it before the list it names a property of, or write \\. for a dot in a name`,
    { field: path },
  )
}

function readPath(field: string, path: string): string[] {
  const names = splitPath(path)
  if (names !== undefined) return names
  throw new TrailError('invalid-filter', `Cannot read the fields: "${path}" has an empty name`, { field })
}
