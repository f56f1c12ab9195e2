/**
 * Several texts as one that can be told apart again: each as "length:text", an
 * absent one as "-". So that an actor is one value of one column.
 */
export function joinTuple(parts: readonly (string | undefined)[]): string {
  let joined = ''
  for (const part of parts) joined += part === undefined ? '-' : `${part.length}:${part}`
  return joined
}

export function splitTuple(joined: string): (string | undefined)[] {
  const parts: (string | undefined)[] = []
  for (let at = 0; at < joined.length; ) {
    if (joined[at] === '-') {
      parts.push(undefined)
      at += 1
      continue
    }
    const colon = joined.indexOf(':', at)
    const start = colon + 1
    const end = start + Number(joined.slice(at, colon))
    parts.push(joined.slice(start, end))
    at = end
  }
  return parts
}
