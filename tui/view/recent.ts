/**
 * What was made of the things that were last in use: of at least `count` of them,
 * of at most twice as many. A WeakMap would keep it for as long as they are loaded.
 */
export function recent<Key, Made>(count: number) {
  let young = new Map<Key, Made>()
  let old = new Map<Key, Made>()
  const set = (key: Key, made: Made): void => {
    if (young.size >= count && !young.has(key)) [old, young] = [young, new Map()]
    young.set(key, made)
  }
  return {
    set,
    get(key: Key): Made | undefined {
      const made = young.get(key)
      if (made !== undefined) return made
      const before = old.get(key)
      if (before !== undefined) set(key, before)
      return before
    },
  }
}
