/** The same, made again only where an argument is another than last time: another value, or another object. */
export function memo<A extends readonly unknown[], R>(make: (...args: A) => R): (...args: A) => R {
  let last: { readonly args: A; readonly made: R } | undefined
  return (...args) => {
    if (last?.args.every((arg, i) => Object.is(arg, args[i]))) return last.made
    last = { args, made: make(...args) }
    return last.made
  }
}
