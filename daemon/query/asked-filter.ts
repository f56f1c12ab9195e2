import type { Filter } from '../../protocol/filter/filter.js'
import { parseFilter } from '../../protocol/filter/parse.js'

/** What narrows every question of one caller, whatever they ask. Not for clients to say. */
export interface Within {
  readonly within?: Filter
}

/** The filter a question was asked with and what its caller may see, both of which an event must pass. Throws `invalid-filter`. */
export function askedFilter({ filter = '', within }: { readonly filter?: string } & Within): Filter {
  const asked = parseFilter(filter)
  return within === undefined ? asked : { terms: [...within.terms, ...asked.terms] }
}
