import { TrailError } from '../error.js'
import type { Filter } from './filter.js'
import { isKnownKey } from './keys.js'
import { parseFilter, parseLoneTerm } from './parse.js'
import { printFilter } from './print.js'

/** Words that can begin a term with a key: all that stands between a space, and perhaps a minus, and the first colon. */
const KEY_BEHIND_SPACE = /\s-?([^\s:]+):/g

/**
 * The filter that FILTER arguments of a command line mean together, ANDed. An
 * argument that holds white space, no `"` and no further ` KEY:` is one term, as
 * the shell took its quotes; any other is a filter. The result is a filter, and no
 * argument any more: it is ANDed with another by a space. Throws `invalid-filter`
 * naming the argument and the column in it.
 */
export function filterFromArguments(args: readonly string[]): string {
  return printFilter({ terms: args.flatMap((argument) => parseArgument(argument.trim()).terms) })
}

/** Whether an argument is a negated term, as `-area:Users`, and so no option. */
export function isNegatedTerm(argument: string): boolean {
  const [, key] = /^-([^\s:]+):/.exec(argument) ?? []
  return key !== undefined && isKnownKey(key)
}

function parseArgument(argument: string): Filter {
  try {
    return isLoneTerm(argument) ? parseLoneTerm(argument) : parseFilter(argument)
  } catch (error) {
    if (!(error instanceof TrailError)) throw error
    throw new TrailError(error.type, `${error.message} (in the argument ${argument})`, {
      ...error.options,
      cause: error,
    })
  }
}

function isLoneTerm(argument: string): boolean {
  if (argument.includes('"') || !/\s/.test(argument)) return false
  return ![...argument.matchAll(KEY_BEHIND_SPACE)].some(([, key]) => isKnownKey(key!))
}
